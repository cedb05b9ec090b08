// The runtime of a call: credentials, fetch, clocks, timers and the caller's signal.
import { requestOf } from "./answer.js";
import { readBody } from "./body.js";
import { createTeller } from "./events.js";
import { Refusal } from "./read.js";
import { version } from "./version.js";
import { createWithin } from "./waiting.js";

/** What Rust drives a call of an operation with. */
export function createHost(
  operation,
  { fetch = globalThis.fetch, signal, userAgent = `apsara-live/${version}`, onEvent },
  keyring,
) {
  if (typeof fetch !== "function") {
    throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "options.fetch", "a function, because this runtime has no fetch");
  }
  const tell = createTeller(operation, onEvent);
  const within = createWithin(signal);
  const begun = performance.now();
  const since = (then) => Math.max(0, performance.now() - then);
  let attempt = 0;
  let used;
  let cause;
  // In a browser the user agent is the browser's own, and setting it would make every call a CORS preflight.
  const agent = globalThis.navigator?.userAgent?.startsWith("Mozilla/") ? {} : { "user-agent": userAgent };

  const asked = async (ms, renewed) => {
    const question = keyring.ask();
    const answer = await within(ms, async () => {
      const begun = performance.now();
      try {
        used = await question;
        tell("credentials", () => ({ renewed, durationMs: since(begun) }));
        return used;
      } catch (refusal) {
        cause = refusal.cause;
        return [refusal.code, refusal.message];
      }
    });
    if (answer !== undefined) return answer;
    keyring.forget(question);
    const message = "options.credentials: the function did not answer in the time that the call may take";
    return ["ERR_CREDENTIALS_TIMEOUT", message];
  };

  return {
    operation,
    signal,
    /** Credentials, as an array; or a code and a message, where there are none. Those at hand are not waited for. */
    credentials(ms, renewed) {
      cause = undefined;
      const current = keyring.current(renewed ? used : undefined);
      if (current === undefined) return asked(ms, renewed);
      used = current;
      return used;
    },

    /** Sends a request, given in lines, and reads the response; answers with its parts, or with what was thrown, as text. */
    exchange(lines, ms) {
      const { method, url, headers, body } = requestOf(lines);
      cause = undefined;
      return within(ms, async (signal) => {
        const sent = performance.now();
        const mine = ++attempt;
        tell("request", () => ({ attempt: mine, host: new URL(url).host }));
        try {
          // Only what every runtime takes: workerd refuses `mode`, `credentials` and `cache`. And not as a method: browsers refuse a fetch
          // whose `this` is not the global object.
          const init = { method, headers: { ...headers, ...agent }, body, redirect: "manual", signal };
          const reply = await read(await fetch(url, init));
          // A fetch of the caller's may not heed the signal; what it answers after the end of the attempt is nobody's response.
          if (!signal.aborted) tell("response", () => ({ attempt: mine, ...shown(reply), durationMs: since(sent) }));
          return reply;
        } catch (thrown) {
          // What is thrown at the end of an attempt that has ended is not why it ended.
          if (!signal.aborted) cause = thrown;
          return describe(thrown);
        }
      });
    },
    sleep(ms) {
      return within(ms, () => new Promise(() => {}));
    },
    retrying(delayMs, kind, code) {
      tell("retry", () => ({ attempt, delayMs, kind, code }));
    },
    wallMs() {
      return Date.now();
    },
    monotonicMs() {
      return performance.now();
    },
    /** What the runtime, or a function of the caller's, threw last. */
    get cause() {
      return cause;
    },
    ended({ value, error, outcomeUnknown = false }) {
      tell("outcome", () => ({
        outcome: value?.outcome ?? (error ? "failed" : "aborted"),
        attempts: attempt,
        outcomeUnknown: error?.outcomeUnknown ?? outcomeUnknown,
        ...(error && { kind: error.kind, code: error.code }),
        durationMs: since(begun),
      }));
    },
  };
}

/** What an event tells of a reply. */
const shown = ([status, requestId]) => (requestId === undefined ? { status } : { status, requestId });

/** By its members, not by its class: a fetch of the caller's may come from another realm, or from a package. */
async function read(response) {
  const { status, headers } = response;
  if (!(Number.isInteger(status) && status >= 0 && status < 1000)) {
    throw new TypeError("fetch answered with something that is not a Response");
  }
  const header = (name) => {
    const value = headers.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const date = Date.parse(header("date"));
  const retryAfterMs = positive(header("x-acs-retry-after")) ?? retryAfter(header("retry-after"), date || Date.now());
  const dateMs = Number.isNaN(date) ? undefined : date;
  return [status, header("x-acs-request-id"), retryAfterMs, dateMs, ...(await readBody(response))];
}

/** The vendor's clients take a value that is no positive number as absent. */
const positive = (text) => (/^\s*\d{1,15}\s*$/.test(text) && Number(text) > 0 ? Number(text) : undefined);

/** In seconds, or as a date: RFC 9110, section 10.2.3. */
function retryAfter(text, now) {
  const ms = /^\s*-?\d+\s*$/.test(text) ? positive(text) * 1000 : Date.parse(text) - now;
  return ms > 0 ? ms : undefined;
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
