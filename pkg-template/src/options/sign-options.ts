// Validators of the options of a signature.
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS } from "../generated/operations.ts";
import type { Address } from "../wasm/boundary.ts";
import { abortSignal } from "./abort-signal.ts";
import { type ClientSettings, span } from "./call-options.ts";
import { addressOf, endpoint } from "./endpoint.ts";
import { Refusal } from "./refusal.ts";
import { object, oneOf, optional, string, type Validator } from "./validate.ts";

/** A `Date`, or text of the one form of the wire; in milliseconds since 1970. */
const date: Validator<number> = (value, path) => {
  try {
    // Asked of the prototype, a Date of another realm answers too, and an object that only looks like one throws.
    const at = new Date(value === Object(value) ? Date.prototype.getTime.call(value) : string(64)(value, path));
    const wire = at.toISOString().replace(/\.\d+/, "");
    // Written again, a day that no month has is another day, and a year of more than four digits has another form.
    if (wire.length === 20 && (typeof value !== "string" || value === wire)) return at.getTime();
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  throw new Refusal("ERR_INVALID_OPTION", path, "a Date, or a string of the form yyyy-MM-ddTHH:mm:ssZ");
};

const FIELDS = {
  date: optional(date),
  nonce: optional(string(LIMITS.maxNonceChars)),
  method: optional(oneOf("POST", "GET")),
  signal: abortSignal,
  timeoutMs: optional(span(1)),
};

const operationFields = /* @__PURE__ */ object(FIELDS);
const actionFields = /* @__PURE__ */ object({ ...FIELDS, endpoint: optional(endpoint), version: optional(string(32)) });

/** The validated options of a signature. */
export type SignSettings = Partial<ReturnType<typeof actionFields>> & { readonly address: Address };

/** Reads the options of a signature. An operation of the table has the endpoint and the version of the client. */
export function signSettings(client: ClientSettings, action: string, options: unknown): SignSettings {
  const given = options === undefined ? {} : options;
  const settings = Object.hasOwn(OPERATIONS, action)
    ? // Missing as a member of its own: else it would be that of a polluted Object.prototype.
      { ...operationFields(given, "options"), endpoint: undefined, version: undefined }
    : actionFields(given, "options");
  return { ...settings, address: addressOf(settings.endpoint, client.plainHttp) };
}
