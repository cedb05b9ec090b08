// Validators of the options of a signature.

import { LIMITS } from "../generated/limits.ts";
import type { ActionRequest, OperationRequest } from "../generated/records.ts";
import { abortSignal } from "./abort-signal.ts";
import { actionRequest } from "./action.ts";
import { type ClientSettings, span } from "./call-options.ts";
import { endpoint, originOf } from "./endpoint.ts";
import { byWireName, isOperation, operationParams } from "./params.ts";
import { Refusal } from "./refusal.ts";
import { lazily, object, oneOf, optional, string, type Validator } from "./validate.ts";

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
    return {
      settings: operationFields(given, "options"),
      request: { operation: action, params: byWireName(operationParams(action, params)) },
    };
  }
  const settings = actionFields(given, "options");
  const { version, endpoint } = settings;
  const origin = originOf(endpoint, client.plainHttp);
  return { settings, request: actionRequest(action, params, { version, origin }) };
}
