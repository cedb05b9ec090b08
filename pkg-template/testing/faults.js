// The table of the faults that the emulator can be told to show: how far the request gets, and what goes back.

import { serviceErrors } from "./errors.js";
import {
  bytesOrText,
  flag,
  headerRecord,
  headerValue,
  httpStatus,
  milliseconds,
  nonEmptyText,
  oneOf,
  optional,
  readFields,
  text,
  withDefault,
} from "./fields.js";
import { interrupted, RESET, truncated, whole } from "./plan.js";

const HTML = "text/html;charset=utf-8";
const JSON_TYPE = "application/json;charset=utf-8";

const status = (byDefault) => ({ status: withDefault(httpStatus, byDefault) });
const executes = (byDefault) => ({ executes: withDefault(flag, byDefault) });
const part = { part: withDefault(oneOf("headers", "body"), "headers") };
const delay = { delay: withDefault(oneOf("after-execution", "before-execution"), "after-execution") };
const retry = { retryAfterMs: optional(headerValue), retryAfter: optional(headerValue) };
const shape = (code) => ({
  code: withDefault(nonEmptyText, code),
  message: optional(text),
  ...status(undefined),
  ...retry,
  ...executes(false),
});
const contentType = { contentType: withDefault(nonEmptyText, JSON_TYPE) };

const anyErrorFields = { ...shape("InternalError"), body: optional(bytesOrText), ...contentType };
const pageFields = { ...status(503), ...retry, ...executes(false) };
const redirectFields = { location: nonEmptyText, ...status(302) };
const emptyFields = { ...status(200), ...executes(true) };
const garbageFields = { body: bytesOrText, ...contentType, ...emptyFields };
const slowFields = { ms: milliseconds, ...part, ...delay };
const hangFields = { ...part, ...executes(true) };

// reach         "wire": the gateway never sees the request, nothing is checked, no nonce is spent;
//               "gateway": the request is checked and its nonce spent, the operation is not carried out;
//               "service": the operation is carried out. A fault's `executes` overrides it.
// hidesRefusal  whether the fault also shapes, or takes the place of, a refusal by the checks.
// biome-ignore format: a table, one fault a row
const FAULTS = {
  "none":           { reach: "service", hidesRefusal: true,  plan: asItIs, fields: {} },
  "throttle":       { reach: "gateway", hidesRefusal: false, plan: shapedError, fields: shape("Throttling.User") },
  "error":          { reach: "gateway", hidesRefusal: false, plan: anyError, fields: anyErrorFields },
  "internal-error": { reach: "gateway", hidesRefusal: false, plan: shapedError, fields: shape("InternalError") },
  "unavailable":    { reach: "wire",    hidesRefusal: true,  plan: htmlPage, fields: pageFields },
  "redirect":       { reach: "wire",    hidesRefusal: true,  plan: redirection, fields: redirectFields },
  "reset":          { reach: "wire",    hidesRefusal: true,  plan: noAnswer, fields: {} },
  "lost-reply":     { reach: "service", hidesRefusal: true,  plan: noAnswer, fields: {} },
  "empty":          { reach: "service", hidesRefusal: true,  plan: emptyBody, fields: emptyFields },
  "garbage":        { reach: "service", hidesRefusal: true,  plan: verbatim, fields: garbageFields },
  "truncated":      { reach: "service", hidesRefusal: true,  plan: cutShort, fields: executes(true) },
  "xml":            { reach: "service", hidesRefusal: true,  plan: asItIs, fields: {}, format: "XML" },
  "slow":           { reach: "service", hidesRefusal: true,  plan: late, fields: slowFields },
  "hang":           { reach: "service", hidesRefusal: true,  plan: never, fields: hangFields },
};

export const faultTypes = Object.freeze(Object.keys(FAULTS));

/** Completes a fault as a user wrote it: a type, an object with one, or null. A TypeError names the path. */
export function checkFault(path, value) {
  const written = typeof value === "string" ? { type: value } : (value ?? { type: "none" });
  if (!Object.hasOwn(FAULTS, written.type ?? ""))
    throw new TypeError(`${path}.type must be one of ${faultTypes.join(", ")}`);
  const type = oneOf(...faultTypes);
  const fault = readFields(path, written, {
    type,
    ...FAULTS[written.type].fields,
    headers: withDefault(headerRecord, {}),
  });
  if (fault.part === "body" && fault.delay === "before-execution") {
    throw new TypeError(
      `${path}.delay must be after-execution when part is "body": the headers already tell of the execution`,
    );
  }
  return Object.freeze(fault);
}

/** `{ reach, hidesRefusal, format, delayBeforeMs }` of a checked fault. */
export function courseOf(fault) {
  const { reach, hidesRefusal, format } = FAULTS[fault.type];
  const delayBeforeMs = fault.delay === "before-execution" ? fault.ms : 0;
  if (fault.executes === true) return { reach: "service", hidesRefusal, format, delayBeforeMs };
  if (fault.executes === false && reach === "service") return { reach: "gateway", hidesRefusal, format, delayBeforeMs };
  return { reach, hidesRefusal, format, delayBeforeMs };
}

/** `reply` is what the service would have said; at the reach "wire" there is none. */
export function planOf(fault, { reply, replies, format }) {
  const plan = FAULTS[fault.type].plan(fault, { reply, replies, format });
  if (plan.reset) return plan;
  const headers = { ...plan.headers, ...retryHeaders(fault), ...lowerCased(fault.headers) };
  return { ...plan, headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)) };
}

/** An array whose push and unshift check at once, so that a misspelt fault fails where it was written. */
export function createFaultQueue(initial) {
  const queue = [];
  for (const name of ["push", "unshift"]) {
    const checked = (...faults) =>
      Array.prototype[name].apply(
        queue,
        faults.map((fault, i) => checkFault(`faults[${i}]`, fault)),
      );
    Object.defineProperty(queue, name, { value: checked });
  }
  queue.push(...initial);
  return queue;
}

function asItIs(_fault, { reply }) {
  return whole(reply);
}

function shapedError({ code, status, message }, { replies, format }) {
  const row = serviceErrors[code];
  const error = {
    code,
    status: status ?? row?.status ?? 400,
    message: message ?? row?.message ?? "The emulator was told to fail.",
  };
  return whole(replies.error(format, error));
}

function anyError(fault, context) {
  if (fault.body === undefined) return shapedError(fault, context);
  return verbatim({ ...fault, status: fault.status ?? serviceErrors[fault.code]?.status ?? 400 }, context);
}

function verbatim({ status, contentType, body }, { replies }) {
  return whole(replies.verbatim(status, contentType, body));
}

function htmlPage({ status }, { replies }) {
  return whole(
    replies.verbatim(status, HTML, `<html><body><h1>${status} Temporarily Unavailable</h1></body></html>\r\n`),
  );
}

function redirection({ status, location }, { replies }) {
  const plan = whole(replies.verbatim(status, HTML, ""));
  return { ...plan, headers: { ...plan.headers, location } };
}

function noAnswer() {
  return RESET;
}

function emptyBody({ status }, { replies }) {
  return whole(replies.verbatim(status, JSON_TYPE, ""));
}

function cutShort(_fault, { reply }) {
  return truncated(reply);
}

function late({ part, ms, delay }, { reply }) {
  if (part === "body") return interrupted(reply, ms);
  return whole(reply, delay === "after-execution" ? ms : 0);
}

function never({ part }, { reply }) {
  return part === "body" ? interrupted(reply, Infinity) : whole(reply, Infinity);
}

function retryHeaders({ retryAfterMs, retryAfter }) {
  return {
    "x-acs-retry-after": retryAfterMs === undefined ? null : String(retryAfterMs),
    "retry-after": retryAfter === undefined ? null : String(retryAfter),
  };
}

function lowerCased(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
