// Fuzz of the reply reader as it is shipped: a client whose `fetch` returns any status, any headers and any bytes.
//
// 2,000 runs, or as many as APSARA_LIVE_FUZZ_RUNS says: `APSARA_LIVE_FUZZ_RUNS=1000000 npm test -- fuzz`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, LiveError } from "apsara-live";
import fc from "fast-check";
import { isSuccess, mayBeAlreadyStopped, mayBeRefusal, strictHttpDate } from "./judge.mjs";
import { dateText, encoded, respond, response, taskId } from "./responses.mjs";

const numRuns = Number(process.env.APSARA_LIVE_FUZZ_RUNS ?? 2000);
const seed = process.env.APSARA_LIVE_FUZZ_SEED === undefined ? {} : { seed: Number(process.env.APSARA_LIVE_FUZZ_SEED) };
const credentials = { accessKeyId: "marker-id", accessKeySecret: "marker-secret", securityToken: "marker-token" };
const secrets = Object.values(credentials);
const DAY_MS = 86_400_000;

/** Makes a call of one attempt; resolves to its result or error, and its events. */
async function ended(reply) {
  const events = [];
  const fetch = async () => respond(reply);
  const live = createClient({ credentials, fetch, retry: false, onEvent: (event) => events.push(event) });
  const end = await live.stopRtcCloudRecording({ taskId }).catch((error) => error);
  return { end, events, live };
}

test(`any response: ${numRuns} runs`, async () => {
  const seen = {};
  await fc.assert(
    fc.asyncProperty(response, async (reply) => {
      const { end, events, live } = await ended(reply);
      const what = end instanceof LiveError ? `${end.kind} ${end.outcomeUnknown}` : end.outcome;
      seen[what] = (seen[what] ?? 0) + 1;
      // Exactly the successes are stopped.
      assert.equal(end.outcome === "stopped", isSuccess(reply, taskId), what);
      if (end.outcome === "already-stopped") assert.ok(mayBeAlreadyStopped(reply), what);
      if (end.outcome === undefined) {
        assert.ok(end instanceof LiveError, String(end?.stack));
        assert.ok(["service", "throttled", "protocol"].includes(end.kind), `${end.kind}: ${end.message}`);
        assert.equal(end.httpStatus, reply.status);
        assert.equal(end.attempts, 1);
        // A known outcome needs a readable response of the service.
        if (!end.outcomeUnknown) assert.ok(mayBeRefusal(reply), what);
        if (end.kind === "protocol") assert.ok(end.outcomeUnknown && end.retryable);
        if ([408, 425, 499].includes(reply.status) && end.kind === "protocol") assert.ok(end.outcomeUnknown);
      }
      // The events say the same, and nothing shows a secret.
      const last = events.at(-1);
      assert.equal(last.type, "outcome");
      assert.equal(last.outcomeUnknown, end.outcomeUnknown ?? false);
      assert.equal(last.outcome, end.outcome ?? "failed");
      const shown = JSON.stringify([end, events, String(end?.message)]);
      assert.ok(!secrets.some((secret) => shown.includes(secret)), shown);
      // The client can still sign.
      assert.ok(Number.isFinite(live.clockOffsetMs));
      await live.sign("StopRtcCloudRecording", { taskId });
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
  // A fuzz test proves nothing about an outcome that it never reaches.
  for (const what of [
    "stopped",
    "already-stopped",
    "service false",
    "service true",
    "protocol true",
    "throttled false",
  ])
    assert.ok(seen[what] > 0, `${what} in ${JSON.stringify(seen)}`);
});

test(`any Date: learnt as a strict reader reads it, ${numRuns} runs`, async () => {
  let learnt = 0;
  await fc.assert(
    fc.asyncProperty(dateText, async (date) => {
      const refusal = encoded(JSON.stringify({ Code: "InvalidTimeStamp.Expired", RequestId: "R" }));
      const before = Date.now();
      const { live } = await ended({ status: 400, headers: { date }, bytes: refusal });
      const after = Date.now();
      const expected = strictHttpDate(date.trim(), before);
      const offset = live.clockOffsetMs;
      if (expected === undefined || Math.abs(expected - before) > DAY_MS + 10_000) {
        return assert.equal(offset, 0, date);
      }
      // It depends on the moment whether the last seconds of the day are learnt.
      if (offset === 0 && Math.abs(expected - before) > DAY_MS - 10_000) return;
      learnt++;
      assert.ok(offset <= expected - before && offset >= expected - after, `${date}: ${offset}`);
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
  assert.ok(learnt > 0);
});

test(`any date in retry-after: read as a strict reader reads it, ${numRuns} runs`, async () => {
  const date = "Fri, 02 Jan 2026 03:04:05 GMT";
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  await fc.assert(
    fc.asyncProperty(dateText, async (text) => {
      const throttled = encoded(JSON.stringify({ Code: "Throttling.User", RequestId: "R" }));
      const { end } = await ended({ status: 429, headers: { date, "retry-after": text }, bytes: throttled });
      const ms = (strictHttpDate(text.trim(), now) ?? now) - now;
      const seconds = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : 0;
      assert.equal(end.retryAfterMs, Math.max(ms, seconds) || undefined, text);
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
});
