// The runtime of a call: fetch, clocks, random numbers, timers and the caller's signal. No other file touches them.
import { createTeller } from "./events.js";
import { Refusal } from "./read.js";
import { version } from "./version.js";

/** The longest body that is read, and a byte more, which tells that it was longer. */
const LIMIT = 65_537;

/** The response headers that mean something to the core. */
const HEADERS = ["x-acs-request-id", "x-acs-retry-after", "retry-after", "date"];

/** What Rust drives a call of an operation with. */
export function createHost(
  operation,
  { fetch = globalThis.fetch, signal, userAgent = `apsara-live/${version}`, onEvent },
) {
  if (typeof fetch !== "function") {
    throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "options.fetch", "a function, because this runtime has no fetch");
  }
  const tell = createTeller(operation, onEvent);
  const begun = performance.now();
  const since = (then) => Math.max(0, performance.now() - then);
  let attempt = 0;
  // In a browser the user agent is the browser's own, and setting it would make every call a CORS preflight.
  const agent = globalThis.navigator?.userAgent?.startsWith("Mozilla/") ? {} : { "user-agent": userAgent };

  /** What work comes to within a time; nothing if it takes longer, or if the caller aborts: then the work is told to end. */
  const within = (ms, work) =>
    new Promise((resolve, reject) => {
      const controller = new AbortController();
      const ended = (settle) => (value) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
        settle(value);
      };
      const stop = ended(() => {
        resolve();
        controller.abort(signal?.reason);
      });
      const timer = setTimeout(stop, ms);
      signal?.addEventListener("abort", stop);
      work(controller.signal).then(ended(resolve), ended(reject));
    });

  /** Sends a request and reads the response; answers with its parts, or with a text and what was thrown. */
  const exchange = (method, url, headers, body, ms) =>
    within(ms, async (signal) => {
      const sent = performance.now();
      const mine = ++attempt;
      tell("request", () => ({ attempt: mine, host: new URL(url).host }));
      try {
        // Only what every runtime takes: workerd refuses `mode`, `credentials` and `cache`. And not as a method: browsers refuse a fetch
        // whose `this` is not the global object.
        const init = {
          method,
          headers: { ...Object.fromEntries(headers), ...agent },
          body,
          redirect: "manual",
          signal,
        };
        const response = await read(await fetch(url, init));
        // A fetch of the caller's may not heed the signal; what it answers after the end of the attempt is nobody's response.
        if (!signal.aborted) {
          tell("response", () => ({ attempt: mine, ...shown(response), durationMs: since(sent) }));
        }
        return response;
      } catch (cause) {
        return [describe(cause), cause];
      }
    });

  return {
    exchange,
    sleep: (ms) => within(ms, () => new Promise(() => {})),
    /** Answers with the answer, or with nothing and what was thrown. */
    ask: (ms, question, renewed) =>
      within(ms, async () => {
        const asked = performance.now();
        try {
          const answer = await question;
          tell("credentials", () => ({ renewed, durationMs: since(asked) }));
          return [answer];
        } catch (thrown) {
          return [undefined, thrown];
        }
      }),
    retrying: (delayMs, kind, code) => tell("retry", () => ({ attempt, delayMs, kind, code })),
    ended: ({ value, error, outcomeUnknown = false }) =>
      tell("outcome", () => ({
        outcome: value?.outcome ?? (error ? "failed" : "aborted"),
        attempts: attempt,
        outcomeUnknown: error?.outcomeUnknown ?? outcomeUnknown,
        ...(error && { kind: error.kind, code: error.code }),
        durationMs: since(begun),
      })),
    signal,
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: (bytes) => crypto.getRandomValues(bytes),
  };
}

/** What an event tells of a response. */
function shown([status, headers]) {
  const at = headers.indexOf("x-acs-request-id");
  return at < 0 ? { status } : { status, requestId: headers[at + 1] };
}

/** By its members, not by its class: a fetch of the caller's may come from another realm, or from a package. */
async function read(response) {
  const { status, headers } = response;
  if (!(Number.isInteger(status) && status >= 0 && status < 1000)) {
    throw new TypeError("fetch answered with something that is not a Response");
  }
  const known = HEADERS.map((name) => [name, headers.get(name)]).filter(([, value]) => typeof value === "string");
  const body = await readBody(response);
  return [status, known.flatMap(plain(Date.parse(headers.get("date")) || Date.now())), membersOf(body), body];
}

/** Dates in the one form that the core reads: a timestamp, and for `retry-after` the seconds from the server's now. */
const plain =
  (now) =>
  ([name, value]) => {
    const at = Date.parse(value);
    if (Number.isNaN(at) || /^\s*-?\d+\s*$/.test(value)) return [name, value];
    if (name === "date") return [name, new Date(at).toISOString().replace(/\.\d+/, "")];
    if (name === "retry-after") return [name, String(Math.max(0, Math.ceil((at - now) / 1000)))];
    return [name, value];
  };

/** The strings and numbers in a body that is a JSON object, names and values in turn. */
function membersOf(body) {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    const known = Object.entries(value).filter(([, value]) => typeof value === "string" || typeof value === "number");
    return known.flat().map(String);
  } catch {
    // Not JSON; the core says what it is instead.
    return undefined;
  }
}

/** What is longer than any reply is cancelled, so that no connection hangs on it. */
async function readBody(response) {
  const reader = response.body?.getReader?.();
  // No body, or a runtime that does not stream.
  if (!reader) return new Uint8Array(await response.arrayBuffer()).subarray(0, LIMIT);
  const body = [];
  let length = 0;
  while (length < LIMIT) {
    const { done, value } = await reader.read();
    if (done) return joined(body, length);
    body.push(value.subarray(0, LIMIT));
    length += value.length;
  }
  // It may never settle, or fail, and neither matters any more.
  Promise.resolve(reader.cancel()).catch(() => {});
  return joined(body, length).subarray(0, LIMIT);
}

function joined(parts, length) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(Math.min(length, LIMIT * 2));
  let at = 0;
  for (const part of parts) {
    whole.set(part.subarray(0, whole.length - at), at);
    at += part.length;
  }
  return whole;
}

/** What was thrown, and its own cause, in which Node.js hides what really happened. */
function describe(thrown) {
  const text = (value) => {
    const { message, code } = Object(value);
    return [message, code].find((text) => typeof text === "string" && text !== "");
  };
  try {
    if (typeof thrown === "string") return thrown;
    return [text(thrown), text(Object(thrown).cause)].filter(Boolean).join(": ") || "an error without a message";
  } catch {
    return "something that cannot be looked at was thrown";
  }
}
