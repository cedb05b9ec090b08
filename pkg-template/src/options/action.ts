// Validators of `call`: the name of the action, and the options of the call.

import { BODY_ACTIONS, GET_ACTIONS, IN_QUERY, READING } from "../generated/action-wire.ts";
import { API_VERSION, OPERATIONS } from "../generated/operations.ts";
import type { ActionRequest, Origin } from "../generated/records.ts";
import { actionParameters } from "./action-parameters.ts";
import { ACTION_CALL, actionHint, type CallSettings, type ClientSettings, callOf } from "./call-options.ts";
import { endpoint, originOf } from "./endpoint.ts";
import { isListed } from "./names.ts";
import { isOperation } from "./params.ts";
import { Refusal } from "./refusal.ts";
import { boolean, lazily, object, oneOf, optional, string } from "./validate.ts";

const actionFields = /* @__PURE__ */ lazily(() =>
  object(
    {
      ...ACTION_CALL,
      method: optional(oneOf("POST", "GET")),
      endpoint: optional(endpoint),
      version: optional(string(32)),
      idempotent: optional(boolean),
    },
    { hint: actionHint },
  ),
);

/** The validated options that make the request of an action. */
export interface RequestSettings {
  readonly method?: "POST" | "GET" | undefined;
  readonly origin: Origin | undefined;
  readonly version?: string | undefined;
  readonly idempotent?: boolean | undefined;
}

/** Reads the options of `call`. The client's options replace missing ones. */
export function actionSettings(
  client: ClientSettings,
  options: unknown,
): RequestSettings & { readonly settings: CallSettings } {
  const { method, endpoint, version, idempotent, ...call } = actionFields(
    options === undefined ? {} : options,
    "options",
  );
  const origin = originOf(endpoint, client.plainHttp);
  return { method, origin, version, idempotent, settings: callOf(client.call, call) };
}

/**
 * Reads the parameters of an action; the core checks the rest. The tables are about this service: actions of another product, or of
 * another version, may have the same names.
 */
export function actionRequest(name: string, params: unknown, options: RequestSettings): ActionRequest {
  const { version = API_VERSION, origin } = options;
  const isOther = origin !== undefined || version !== API_VERSION;
  const reads = !isOther && READING.test(name);
  // The core knows an operation of the table by its name and version, at any endpoint.
  const hasMethod = !isOther || (version === API_VERSION && isOperation(name));
  const { method = hasMethod && isListed(GET_ACTIONS, name) ? "GET" : "POST", idempotent = reads } = options;
  const effect = !idempotent ? "changes-each-time" : reads ? "reads" : "changes-once";
  const all = actionParameters(params, isOther ? "other" : "live");
  const hasForm = !isOther && method === "POST" && isListed(BODY_ACTIONS, name);
  const goesInForm = ([parameter]: readonly [string, string]): boolean => hasForm && !isListed(IN_QUERY, parameter);
  const form = all.filter(goesInForm);
  const parameters = [...all.filter((parameter) => !goesInForm(parameter)), ...form];
  return { action: { name, version, method, effect, parameters, inForm: form.length }, origin };
}

/** Reads the name of an action, first of all: errors repeat it. The core would sign a misspelt operation unchanged. */
export function actionName(value: unknown): string {
  const name = string(128, "ERR_INVALID_PARAMETER")(value, "action");
  if (Object.hasOwn(OPERATIONS, name)) return name;
  const meant = Object.keys(OPERATIONS).find((known) => known.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) {
    throw new Refusal("ERR_UNKNOWN_OPERATION", "action", `"${meant}"`);
  }
  if (!/^[A-Za-z\d]+$/.test(name)) {
    throw new Refusal("ERR_INVALID_PARAMETER", "action", "the name of an action: ASCII letters and digits");
  }
  return name;
}
