// Any action by its name, with the vendor's own names in its parameters and in its reply.
import type { ActionResult } from "../api/results.ts";
import { LIMITS } from "../generated/limits.ts";
import { actionName, actionRequest, actionSettings } from "../options/action.ts";
import { defined } from "../options/defined.ts";
import { checkRuntime } from "../options/supported-runtime.ts";
import type { Call, CallContext, ServedEnd } from "./run.ts";

/** The call of an action. */
export function actionCall<Reply>(
  givenAction: unknown,
  params: unknown,
  options: unknown,
  context: CallContext,
): Call<ServedEnd, ActionResult<Reply>> {
  const action = actionName(givenAction);
  const { settings, ...rest } = actionSettings(context.client, options);
  const request = actionRequest(action, params, rest);
  return {
    context,
    action,
    timeoutMs: settings.core.timeoutMs,
    options: settings,
    fetch: checkRuntime(context.client.fetch),
    maxBodyBytes: LIMITS.maxLongBodyBytes,
    start: (wasm, host) => wasm.call(request, settings.core, host),
    result: (end, json) =>
      // biome-ignore lint/plugin: the caller says what the reply is; and a reply without an ID is no success
      ({ reply: json, ...defined("stopped" in end ? end.stopped : end.answered) }) as ActionResult<Reply>,
  };
}
