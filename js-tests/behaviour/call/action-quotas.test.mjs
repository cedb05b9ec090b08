// Quotas of further actions: calls wait, or fail at once, and send no more than the quota.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection } from "../../support/live.mjs";

const reply = (status, body, headers = {}) =>
  new Response(JSON.stringify({ RequestId: "R", ...body }), { status, headers });

/** An action with a quota of 10 calls a minute. Two calls may go at once, and the third waits for 7.5 s. */
const RARE = "DescribeLiveUpVideoAudioInfo";

/** Less time than that wait, and more than a call takes on a busy machine. */
const SHORT = { timeoutMs: 5_000 };

/** A client with quotas, and the names of the actions that it sends. `answer` makes the response to an action. */
function pacedBy(quota, answer = () => reply(200, {})) {
  const sent = [];
  const fetch = async (_url, { headers }) => {
    const action = new Headers(headers).get("x-acs-action");
    sent.push(action);
    return answer(action);
  };
  const live = createClient({ credentials: testAccessKey, fetch, quota, retry: false });
  return { sent, live, call: (action, options) => live.call(action, {}, options) };
}

test("calls of an action with a documented quota of a minute are spread over the minute", async () => {
  const { sent, call } = pacedBy({ [RARE]: true });
  await call(RARE);
  await call(RARE);
  const error = await rejection(call(RARE, SHORT));
  assert.deepEqual([error.kind, error.code, error.attempts], ["throttled", "ERR_QUOTA", 0]);
  assert.ok(error.retryAfterMs <= 7_500, String(error.retryAfterMs));
  assert.deepEqual(sent, [RARE, RARE]);
});

test("a number is calls a second, and calls of other actions are not delayed", async () => {
  const { sent, call } = pacedBy({ StartSomethingNew: 1 });
  const together = Array.from({ length: 20 }, () => call("StartSomethingNew", SHORT));
  const codes = (await Promise.allSettled(together)).map(({ reason }) => reason?.code);
  // The others would have to wait for more than five seconds.
  assert.ok(codes.filter((code) => code === "ERR_QUOTA").length >= 14, codes.join());
  const before = sent.length;
  await Promise.all(Array.from({ length: 100 }, () => call("StartCaster")));
  assert.equal(sent.length, before + 100);
});

test("without a quota, and with quota: false, no call of an action waits", async () => {
  for (const quota of [undefined, {}, false]) {
    const { sent, call } = pacedBy(quota);
    for (let calls = 0; calls < 4; calls++) await call(RARE, SHORT);
    assert.equal(sent.length, 4);
  }
});

test("a throttled reply delays the next call of the same action alone", async () => {
  const throttled = () => reply(400, { Code: "Throttling.User" }, { "retry-after": "60" });
  const { sent, call } = pacedBy({ StartCaster: 20, StopCaster: 20 }, (action) =>
    action === "StartCaster" ? throttled() : reply(200, {}),
  );
  assert.equal((await rejection(call("StartCaster"))).code, "Throttling.User");
  assert.equal((await rejection(call("StartCaster"))).code, "ERR_QUOTA");
  await call("StopCaster");
  assert.deepEqual(sent, ["StartCaster", "StopCaster"]);
});

test("an action of another version does not use the quota", async () => {
  const { sent, call } = pacedBy({ [RARE]: true });
  for (let calls = 0; calls < 4; calls++) await call(RARE, { ...SHORT, version: "2014-05-26" });
  await call(RARE);
  await call(RARE);
  assert.equal((await rejection(call(RARE, SHORT))).code, "ERR_QUOTA");
  assert.equal(sent.length, 6);
});

test("a stop by its method and by its action share a quota", async () => {
  const throttled = () => reply(400, { Code: "Throttling.User" }, { "retry-after": "60" });
  const { sent, live } = pacedBy({ stopRtcCloudRecording: true }, throttled);
  assert.equal((await rejection(live.stopRtcCloudRecording({ taskId: "t" }))).code, "Throttling.User");
  assert.equal((await rejection(live.call("StopRtcCloudRecording", { TaskId: "t" }))).code, "ERR_QUOTA");
  assert.deepEqual(sent, ["StopRtcCloudRecording"]);
});
