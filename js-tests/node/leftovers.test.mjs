// Calls with faults over node:http leave no socket, timer or listener behind. APSARA_LIVE_LEFTOVERS=100000 makes that many calls.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { Agent } from "node:http";
import { test } from "node:test";
import { createHttpFetch } from "apsara-live/node";
import { timers } from "../support/leftovers.mjs";
import { serving, task, until } from "../support/live.mjs";

const CALLS = Number(process.env.APSARA_LIVE_LEFTOVERS ?? 2000);
const AT_ONCE = 16;

/** By the number of the request; all others succeed. */
const FAULTS = [
  ...["none", "lost-reply", "throttle", "reset", "empty", "truncated", "internal-error", "garbage", "redirect"],
  { type: "hang", part: "headers" },
  { type: "hang", part: "body" },
];

const sockets = () =>
  process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS).*(?<!Server)Wrap$/.test(name)).length;

/** The function of the caller hides the protocol of the package's own transports. */
const WAYS = [
  { what: "connections kept", kept: true, way: (fetch) => fetch },
  { what: "an agent without keepAlive", kept: false, way: (fetch) => fetch },
  { what: "as fetch, connections kept", kept: true, way: (fetch) => (url, init) => fetch(url, init) },
];

for (const { what, kept, way } of WAYS) {
  test(`${CALLS} calls with faults leave nothing behind, ${what}`, async (t) => {
    let requests = 0;
    const { live } = await serving(t, { keepRequests: 10, faultFor: () => FAULTS[requests++ % 100] ?? "none" });
    const agent = kept ? undefined : new Agent();
    const fetch = way(createHttpFetch(agent === undefined ? {} : { agent }));
    const client = live({ fetch, quota: false, attemptTimeoutMs: 300, retry: { maxAttempts: 2, baseDelayMs: 0 } });
    const shared = new AbortController();
    const before = timers();
    const ends = {};
    let begun = 0;
    const caller = async () => {
      while (begun < CALLS) {
        const i = begun++;
        const signal = i % 7 === 0 ? AbortSignal.timeout(5) : shared.signal;
        const end = await client.stopRtcCloudRecording(task, i % 5 === 0 ? { signal, retry: false } : { signal }).then(
          ({ outcome }) => outcome,
          (error) => error.kind ?? error.name,
        );
        ends[end] = (ends[end] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
    for (const end of ["already-stopped", "network", "protocol", "timeout", "TimeoutError"]) {
      assert.ok(ends[end] > 0 || CALLS < 1000, `${end}: ${JSON.stringify(ends)}`);
    }
    // Idle connections are closed after four seconds, on both sides.
    const waitsUntil = Date.now() + 10_000;
    await until(() => (sockets() === 0 && timers() <= before) || Date.now() > waitsUntil);
    assert.deepEqual([sockets(), Math.max(timers(), before)], [0, before]);
    assert.equal(getEventListeners(shared.signal, "abort").length, 0);
    const left = agent === undefined ? [] : [agent.sockets, agent.freeSockets, agent.requests].flatMap(Object.keys);
    assert.deepEqual(left, []);
  });
}
