// Makes flat values of what the caller gave. Every refusal names the path of what was refused, and shows nothing of its value.
//
// In JavaScript, where reading JavaScript values is less code than in wasm. What makes a signed request safe, such as the
// form of endpoints, regions and ids, is checked in the core.
import { credentialsSource, fromEnvironment } from "./credentials.js";
import { choice, func, optional, Refusal, record, text, whole } from "./read.js";

const MAX_SPAN_MS = 2_147_483_647;

/** A 64-bit integer in decimal digits; the core looks at them. Beyond 2^53 a number no longer says which integer was meant. */
function integer(value) {
  if (typeof value === "string" || typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  return "";
}

/** By its shape, not by its class: signals of another realm, and of polyfills, are as good. */
function signal(value, path) {
  if (value === null) return undefined;
  const { aborted, addEventListener } = Object(value);
  if (typeof aborted === "boolean" && typeof addEventListener === "function") return value;
  throw new Refusal("ERR_INVALID_OPTION", path, "an AbortSignal");
}

function userAgent(value, path) {
  if (/^(?=.*[\x21-\x7e])[\x20-\x7e]{1,256}$/.test(text(value, path))) return value;
  throw new Refusal("ERR_INVALID_OPTION", path, "1 to 256 visible ASCII characters");
}

/** A `Date`, or text of the one form that the wire has; in milliseconds since 1970. */
function date(value, path) {
  // Asked of the prototype, a Date of another realm answers too, and what only looks like one throws.
  const at = new Date(value === Object(value) ? Date.prototype.getTime.call(value) : text(value, path));
  const wire = Number.isNaN(at.getTime()) ? "" : at.toISOString().replace(/\.\d+/, "");
  // Written again, a day that no month has is another one; and a year of more than four digits has another form.
  if (wire.length === 20 && (typeof value !== "string" || value === wire)) return at.getTime();
  throw new Refusal("ERR_INVALID_OPTION", path, "a Date, or a string of the form yyyy-MM-ddTHH:mm:ssZ");
}

const span = (min) => whole(min, MAX_SPAN_MS);

const RETRY = { maxAttempts: whole(1, 100), baseDelayMs: span(0), maxDelayMs: span(0) };

function retry(value, path) {
  if (value === false) return { maxAttempts: 1 };
  return record(value, path, RETRY, "false, or an object with maxAttempts, baseDelayMs, maxDelayMs");
}

const TIMES = { timeoutMs: span(1), attemptTimeoutMs: span(1), retry };

const CALL = { signal, ...TIMES };

const CLIENT = {
  credentials: credentialsSource,
  region: text,
  network: choice("public", "vpc"),
  endpoint: text,
  signatureMethod: choice("ACS3-HMAC-SHA256", "HMAC-SHA1"),
  fetch: func,
  ...TIMES,
  alreadyStopped: choice("resolve", "throw"),
  userAgent,
  onEvent: func,
};

const SIGN = { date, nonce: text, method: choice("POST", "GET"), signal, timeoutMs: span(1) };

/** The operations, in the order of the core's `OPERATIONS`, and the parameters of each, in the order of their names on the wire. */
const PARAMS = {
  StopRtcCloudRecording: { taskId: text },
  StopLiveStreamMonitor: { monitorId: text, ownerId: integer, regionId: text },
};

/** What a client is made with. */
export const clientValues = (options) => settled(optional(options, "options", CLIENT));

/** What a call is made with, over the values of its client. */
export const callValues = (client, options) =>
  options === undefined ? client : settled({ ...client, ...given(optional(options, "options", CALL)) });

/** What a call without a client is made with. */
export const oneCallValues = (options) => settled(optional(options, "options", { ...CLIENT, signal }));

/** What a request is signed with. */
export const signValues = (client, options) =>
  options === undefined ? client : { ...client, ...given(optional(options, "options", SIGN)) };

/** The values of an operation's parameters, in their order; `undefined` where one is missing. */
export function paramValues(operation, params) {
  const readers = typeof operation === "string" && Object.hasOwn(PARAMS, operation) ? PARAMS[operation] : undefined;
  if (readers === undefined) {
    throw new Refusal("ERR_UNKNOWN_OPERATION", "operation", `"${Object.keys(PARAMS).join('" or "')}"`);
  }
  const keys = Object.keys(readers).join(", ");
  return Object.values(record(params, "params", readers, `an object with ${keys}`, "ERR_INVALID_PARAMETER"));
}

/** The number by which the bindings know an operation. */
export const numberOf = (operation) => Object.keys(PARAMS).indexOf(operation);

const given = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** With the retry options that are given in a row, over those of the client; the core fills in what is missing. */
function settled({ retry = {}, ...values }) {
  return { ...values, ...given(retry), credentials: values.credentials ?? fromEnvironment };
}

/** The numbers of a call, in the order in which the bindings read them. */
export const callNumbers = (values) => [
  values.timeoutMs,
  values.attemptTimeoutMs,
  values.maxAttempts,
  values.baseDelayMs,
  values.maxDelayMs,
  values.alreadyStopped,
];
