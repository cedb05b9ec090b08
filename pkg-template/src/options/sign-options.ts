// Validators of the options of a signature.

import { GET_ACTIONS } from "../generated/action-wire.ts";
import { LIMITS } from "../generated/limits.ts";
import { API_VERSION } from "../generated/operations.ts";
import type { Action, ActionRequest, OperationRequest, Params } from "../generated/records.ts";
import { abortSignal } from "./abort-signal.ts";
import { actionRequest } from "./action.ts";
import { type ClientSettings, span } from "./call-options.ts";
import { endpoint, originOf } from "./endpoint.ts";
import { isListed } from "./names.ts";
import { byWireName, isOperation, operationParams } from "./params.ts";
import { Refusal } from "./refusal.ts";
import { boolean, lazily, object, oneOf, optional, string, type Validator } from "./validate.ts";

/** A `Date`, or a text in the form of the wire; in milliseconds since 1970. */
const date: Validator<number> = (value, path) => {
  try {
    // Calls the method of the prototype, which works for a Date of another realm and throws for any other object.
    const at = new Date(value === Object(value) ? Date.prototype.getTime.call(value) : string(64)(value, path));
    const wire = at.toISOString().replace(/\.\d+/, "");
    // Rejects a text that differs from its formatted date: a day that the month lacks, or a year of more than four digits.
    if (wire.length === 20 && (typeof value !== "string" || value === wire)) return at.getTime();
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  throw new Refusal("ERR_INVALID_OPTION", path, "a Date, or a string of the form yyyy-MM-ddTHH:mm:ssZ");
};

const fieldsOf = () => ({
  date: optional(date),
  nonce: optional(string(LIMITS.maxNonceChars)),
  method: optional(oneOf("POST", "GET")),
  form: optional(boolean),
  signal: abortSignal,
  timeoutMs: optional(span(1)),
});

const operationFields = /* @__PURE__ */ lazily(() => object(fieldsOf()));
const actionFields = /* @__PURE__ */ lazily(() =>
  object({ ...fieldsOf(), endpoint: optional(endpoint), version: optional(string(32)) }),
);

/** The validated options of a signature. */
export type SignSettings = ReturnType<typeof operationFields>;

/** Request and options of a signature. */
export interface Signing {
  readonly settings: SignSettings;
  readonly request: OperationRequest | ActionRequest;
}

/** Reads the request to sign: an operation of the table at the endpoint of the client, or any other action. */
export function signing(client: ClientSettings, action: string, params: unknown, options: unknown): Signing {
  const given = options === undefined ? {} : options;
  if (isOperation(action)) {
    const settings = operationFields(given, "options");
    const own = byWireName(action, operationParams(action, params));
    return { settings, request: isForm(settings, action) ? inForm(action, own) : { operation: action, params: own } };
  }
  const settings = actionFields(given, "options");
  const { version, endpoint } = settings;
  const origin = originOf(endpoint, client.plainHttp);
  // "GET" makes a pre-signed URL of any action; without it, the action goes by its own method.
  const form = isForm(settings, action);
  const method = form || settings.method === "POST" ? "POST" : undefined;
  const request = actionRequest(action, params, { version, origin, method });
  return { settings, request: form ? { ...request, action: allInForm(request.action) } : request };
}

/** A form needs a body, which a `GET` does not have. */
function isForm({ form = false, method }: SignSettings, action: string): boolean {
  if (!form) return false;
  if (method === "GET") throw new Refusal("ERR_INVALID_OPTION", "options.form", 'no form beside method "GET"');
  if (isOperation(action) && isListed(GET_ACTIONS, action)) {
    throw new Refusal("ERR_INVALID_OPTION", "options.form", `no form: ${action} goes by GET`);
  }
  return true;
}

const allInForm = (action: Action): Action => ({ ...action, inForm: action.parameters.length });

/** The core knows the operation by its name, with its effect. */
function inForm(name: string, params: Params): ActionRequest {
  const parameters = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const action = { name, version: API_VERSION, method: "POST", effect: "changes-once", parameters, inForm: 0 } as const;
  return { action: allInForm(action), origin: undefined };
}
