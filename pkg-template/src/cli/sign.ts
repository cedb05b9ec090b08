// `sign`: a signed request as JSON, or as a curl command. Sends nothing.
import type { SignActionOptions } from "../api/options.ts";
import { isOperation } from "../options/params.ts";
import { actionHints } from "./action-hints.ts";
import { actionOf, byKey } from "./action-parameters.ts";
import type { Arguments } from "./arguments.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT } from "./exit-codes.ts";
import { told } from "./explain.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export async function sign(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const { action, params } = actionOf(args);
  if (!isOperation(action)) for (const hint of actionHints(action, params)) output.talk(hint);
  const isCurl = args.has("curl");
  const redact = args.has("redact");
  if (redact && !isCurl) throw new UsageError("--redact is given without --curl", "Write --curl --redact.");
  const { live } = await connected(args, output, modules, {}, { credentials: true, network: false });
  const { toCurl } = await modules.live();
  try {
    // biome-ignore lint/plugin: the client refuses any other method
    const method = args.value("method") as SignActionOptions["method"];
    const request = await live.sign(action, byKey(action, params), { method });
    if (isCurl) output.data(toCurl(request, { redact }));
    else output.value(request, output.isDataShown && !output.json ? 2 : 0);
    return EXIT.ok;
  } catch (error) {
    return told(output, error, "read");
  }
}
