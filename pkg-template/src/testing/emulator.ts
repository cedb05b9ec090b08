// Creates an emulator: the state of the service, the request handler, and the two ways to reach it.

import { Refusal } from "../options/refusal.ts";
import { requireGlobal } from "../options/supported-runtime.ts";
import { emulatorOptions, type LiveEmulatorOptions } from "./emulator-options.ts";
import { fault } from "./faults/fault-table.ts";
import type { Fault } from "./faults/fault-types.ts";
import { createFetch } from "./in-process-fetch.ts";
import type { LiveEmulator } from "./live-emulator.ts";
import { Quotas } from "./quota/quotas.ts";
import { RequestLog } from "./received-request.ts";
import { RequestHandler } from "./request-handler.ts";
import { createService } from "./service/service.ts";
import { createServe } from "./socket-server.ts";

/**
 * Creates an emulator of the ApsaraVideo Live service (`live`, version 2016-11-01).
 *
 * It verifies signatures in full with Web Crypto, by code that shares nothing with the signer of `apsara-live`. It
 * keeps the state of tasks, responds in the service's own shapes, and fails according to its faults.
 *
 * The order of its checks is: encoding and `Format`, routing (`Version`, `Action`, path), plain `http`, HTTP method,
 * common parameters, form of the signature, access key, STS token, timestamp, signature, nonce, quota, operation
 * parameters, state. The order of the real gateway is not documented.
 *
 * It serves the typed operations, and the actions that start such tasks: {@link EmulatedOperation} names them all. Requests can
 * describe and stop tasks that other requests started. Any other action gets `InvalidAction.NotFound`.
 *
 * Each action takes the methods that the vendor documents, else it gets `UnsupportedHTTPMethod`. Plain `http` is accepted for
 * actions on monitors, and gets `InvalidProtocol.NeedSsl` for the others. Plain `http` stands in for TLS on the sockets of
 * {@link LiveEmulator.serve}, and by {@link LiveEmulator.fetch} for the loopback hosts `localhost`, `127.0.0.0/8` and
 * `[::1]`.
 *
 * CORS: every response may be read by pages of any origin. Preflights are answered only by a server with
 * {@link ServeOptions.cors}.
 *
 * Other differences from the real service: `SignedHeaders` must be lower-case, sorted and free of repetition, as the
 * vendor's SDKs write it; nothing is throttled unless `quota` or a fault says so; a recording has its files as soon as it
 * has stopped, and can be described for ever. If the vendor's pages name no code for a malformed parameter, the code is
 * `InvalidParameter.Malformed`.
 *
 * @param options Default: one access key, {@link testAccessKey}; no task, no fault.
 * @throws `TypeError` that names the path of an invalid option, and never its value.
 * @example
 * ```js
 * const emulator = createLiveEmulator({
 *   accessKeys: [
 *     { accessKeyId: "STS.one", accessKeySecret: "secret", securityToken: "t", expiration: "2026-01-02T03:04:05Z" },
 *   ],
 *   monitors: new Map([["445409ec-7eaa-461d-8f29-4bec2eb9", "RUNNING"]]),
 *   now: () => Date.parse("2026-01-02T03:00:00Z"),
 *   faults: [{ type: "throttle", status: 429, retryAfterMs: 1000 }, null, { type: "slow", ms: 50 }],
 * });
 * ```
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
 */
export function createLiveEmulator(options: LiveEmulatorOptions = {}): LiveEmulator {
  const settings = emulatorOptions(options, "options");
  const nowMs = serviceClock(settings.now);
  const service = createService(settings, nowMs);
  const faults = createFaultQueue(settings.faults);
  const quotas = new Quotas(settings, nowMs);
  const log = new RequestLog(settings.keepRequests);
  const handler = new RequestHandler({ ...settings, service, quotas, nowMs, faults, requests: log });
  const fetch = createFetch(handler);
  const serve = createServe(handler);
  return {
    get fetch() {
      requireAll([...USED, ...USED_BY_FETCH]);
      return fetch;
    },
    get serve() {
      requireAll(USED);
      return serve;
    },
    requests: log.requests,
    counts: quotas.counts(),
    faults,
    recordings: service.recordings,
    monitors: service.monitors,
    tasks: service.tasks,
  };
}

/** The globals that both ways to reach the service use, beside `crypto.subtle`. */
const USED = ["TextDecoder", "TextEncoder", "URL", "URLSearchParams"];

/** The other globals that the emulator's `fetch` uses. jsdom lacks them. */
const USED_BY_FETCH = ["AbortController", "Headers", "ReadableStream", "Request", "Response"];

function requireAll(names: readonly string[]): void {
  for (const name of names) requireGlobal(name);
  requireGlobal("crypto", "subtle");
}

/** An array whose `push` and `unshift` validate at once, so that a misspelt fault fails at its own line. */
function createFaultQueue(initial: readonly Fault[]): Fault[] {
  const queue = [...initial];
  const validated = (faults: readonly Fault[]): Fault[] => faults.map((written, i) => fault(written, `faults[${i}]`));
  return Object.defineProperties(queue, {
    push: { value: (...faults: Fault[]) => Array.prototype.push.apply(queue, validated(faults)) },
    unshift: { value: (...faults: Fault[]) => Array.prototype.unshift.apply(queue, validated(faults)) },
  });
}

/** Largest time that a `Date` can hold. */
const MAX_DATE_MS = 8.64e15;

/** Calls the option unbound: `this` would show the emulator's secrets to the function. */
function serviceClock(now: () => unknown): () => number {
  return () => {
    const ms = now();
    if (typeof ms === "number" && Math.abs(ms) <= MAX_DATE_MS) return ms;
    throw new Refusal("ERR_INVALID_OPTION", "options.now()", "milliseconds since 1970");
  };
}
