// `call`: any action of the service.

import type { LiveEvent } from "../api/events.ts";
import { LiveError } from "../api/live-error.ts";
import type { ActionOptions } from "../api/options.ts";
import { actionHints } from "./action-hints.ts";
import { actionOf } from "./action-parameters.ts";
import type { Arguments } from "./arguments.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT } from "./exit-codes.ts";
import { errorJson, told } from "./explain.ts";
import { onInterrupt } from "./interrupts.ts";
import type { Output } from "./output.ts";

export async function call(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const { action, params } = actionOf(args);
  for (const hint of actionHints(action, params)) output.talk(hint);
  const { live } = await connected(args, output, modules);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const stopListening = onInterrupt(end);
  let isUnknown = false;
  const onEvent = (event: LiveEvent): void => {
    if (event.type === "outcome") isUnknown = event.outcomeUnknown;
  };
  try {
    // biome-ignore lint/plugin: the client refuses any other method
    const method = args.value("method") as ActionOptions["method"];
    const options = { signal: ending.signal, idempotent: args.has("idempotent") || undefined, method, onEvent };
    const { reply, requestId, attempts } = await live.call(action, params, options);
    if (output.json) output.value({ type: "reply", action, requestId, attempts, reply });
    else output.value(reply, output.isDataShown ? 2 : 0);
    return EXIT.ok;
  } catch (error) {
    if (ending.signal.aborted) {
      output.error(`interrupted: ${isUnknown ? "the action may have been executed" : "the action was not executed"}`);
      return EXIT.interrupted;
    }
    if (output.json && error instanceof LiveError) {
      output.value({ type: "error", action, error: errorJson(error) });
    }
    return told(output, error, "action");
  } finally {
    stopListening();
  }
}
