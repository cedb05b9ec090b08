// Any action by its name, with the vendor's own names in its parameters and in its reply.
import type { ActionResult } from "../api/results.ts";
import { LIMITS } from "../generated/limits.ts";
import { actionName, actionRequest, actionSettings } from "../options/action.ts";
import type { ClientSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { type CallContext, runCall } from "./run.ts";

/** Calls an action. */
export async function callAction<Reply>(
  givenAction: unknown,
  params: unknown,
  options: unknown,
  client: ClientSettings,
  context: CallContext,
): Promise<ActionResult<Reply>> {
  const action = actionName(givenAction);
  const { call, ...rest } = actionSettings(client, options);
  const request = actionRequest(action, params, rest);
  const { end, json } = await runCall({
    context,
    action,
    call,
    maxBodyBytes: LIMITS.maxLongBodyBytes,
    start: (wasm, host) => wasm.call(request, call.call, host),
  });
  const ended = "stopped" in end ? end.stopped : end.answered;
  // The caller says what the reply is; and a reply without an ID is no success.
  return { reply: json, ...defined(ended) } as ActionResult<Reply>;
}
