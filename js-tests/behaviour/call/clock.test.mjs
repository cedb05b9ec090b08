// Clock skew: a call corrects its timestamp once, and later calls of the client start with the corrected clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { methods, rejection, serving, task } from "../../support/live.mjs";

const MINUTE = 60_000;
const ids = Array.from({ length: 50 }, (_, i) => `call-${i}`);
const recordings = Object.fromEntries([...ids, task.taskId].map((id) => [id, "RUNNING"]));
const off = (ms) => ({ recordings, now: () => Date.now() + ms });

for (const signatureMethod of methods) {
  for (const ms of [20 * MINUTE, -20 * MINUTE, 24 * 60 * MINUTE]) {
    test(`${signatureMethod}: 50 concurrent calls correct a clock that is ${ms / MINUTE} minutes off`, async (t) => {
      const { emulator, live } = await serving(t, off(ms));
      const client = live({ signatureMethod });
      assert.equal(client.clockOffsetMs, 0);
      const results = await Promise.all(ids.map((taskId) => client.stopRtcCloudRecording({ taskId })));
      for (const { outcome, attempts } of results) {
        assert.equal(outcome, "stopped");
        assert.ok(attempts <= 2, `${attempts} attempts`);
      }
      assert.ok(emulator.requests.length <= 100);
      assert.ok(Math.abs(client.clockOffsetMs - ms) < 10_000, `${client.clockOffsetMs}`);

      const { outcome, attempts } = await client.stopRtcCloudRecording(task);
      assert.deepEqual([outcome, attempts], ["stopped", 1]);
      const date = (await client.sign("StopRtcCloudRecording", task)).headers["x-acs-date"];
      if (date !== undefined) assert.ok(Math.abs(Date.parse(date) - Date.now() - ms) < 10_000, date);
    });
  }
}

test("the event of the retry says what the offset is now", async (t) => {
  const { live } = await serving(t, { ...off(20 * MINUTE), faults: [null, "throttle"] });
  const events = [];
  const client = live({ onEvent: (event) => events.push(event), retry: { baseDelayMs: 0 } });
  await client.stopRtcCloudRecording(task);
  const [refused, throttled] = events.filter(({ type }) => type === "retry");
  assert.ok(!("clockOffsetMs" in throttled), JSON.stringify(throttled));
  assert.equal(refused.code, "InvalidTimeStamp.Expired");
  assert.equal(refused.clockOffsetMs, client.clockOffsetMs);
  assert.ok(Math.abs(refused.clockOffsetMs - 20 * MINUTE) < 10_000);
});

test("corrects the clock again after the server's clock changes", async (t) => {
  let ms = 20 * MINUTE;
  const { live } = await serving(t, { recordings, now: () => Date.now() + ms });
  const client = live();
  for (const [next, taskId] of [
    [20, ids[0]],
    [-40, ids[1]],
    [0, ids[2]],
  ]) {
    ms = next * MINUTE;
    const { outcome, attempts } = await client.stopRtcCloudRecording({ taskId });
    assert.deepEqual([outcome, attempts], ["stopped", 2]);
  }
  assert.ok(Math.abs(client.clockOffsetMs) < 10_000);
});

test("rejects after one attempt when the Date header is missing, invalid or without skew", async (t) => {
  for (const date of [null, "yesterday", new Date().toUTCString()]) {
    const fault = { type: "error", code: "InvalidTimeStamp.Expired", headers: { date } };
    const { emulator, live } = await serving(t, { faultFor: () => fault });
    const error = await rejection(live().stopRtcCloudRecording(task));
    const { kind, code, attempts, outcomeUnknown } = error;
    assert.deepEqual(
      [kind, code, attempts, outcomeUnknown],
      ["service", "InvalidTimeStamp.Expired", 1, false],
      String(date),
    );
    assert.equal(emulator.requests.length, 1);
  }
});

test("corrects the clock only once in a call", async (t) => {
  const { emulator, live } = await serving(t, {
    ...off(20 * MINUTE),
    faultFor: () => ({ type: "error", code: "InvalidTimeStamp.Expired" }),
  });
  const { code, attempts } = await rejection(live().stopRtcCloudRecording(task));
  assert.deepEqual([code, attempts, emulator.requests.length], ["InvalidTimeStamp.Expired", 2, 2]);
});

test("each client has its own clock offset", async (t) => {
  const { live } = await serving(t, off(20 * MINUTE));
  const [one, other] = [live(), live()];
  await one.stopRtcCloudRecording(task);
  assert.ok(one.clockOffsetMs > 0);
  assert.equal(other.clockOffsetMs, 0);
});

/** Texts that are no date, and dates of another day: with such an offset, requests would be signed for that day. */
const unusable = [
  "Fri, 01 Jan 10000 00:00:00 GMT",
  "Sat, 01 Jan 10000 00:00:00 GMT",
  "Sat, 31 Feb 2026 00:00:00 GMT",
  "Tue, 31 Feb 2026 00:00:00 GMT",
  "Tue, 03 Mar 2026 24:00:00 GMT",
  "Mon, 03 Mar 2026 00:00:00 GMT",
  "Tue, 3 Mar 2026 00:00:00 GMT",
  "Tue, 03 Mar 2026 00:00:00 +0000",
  "Tue, 03 Mar 2026 00:00:00",
  "1",
  "0",
  "2026",
  "2026-03-03T00:00:00Z",
  "1772496000",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Mon, 01 Jan 0001 00:00:00 GMT",
  "Fri, 31 Dec 9999 23:59:59 GMT",
  "Thu, 01 Jan 2150 00:00:00 GMT",
  "Fri, 15 Jan 2016 00:00:00 GMT",
  new Date(Date.now() + 25 * 60 * MINUTE).toUTCString(),
  new Date(Date.now() - 25 * 60 * MINUTE).toUTCString(),
  "",
];

for (const date of unusable) {
  test(`a Date of ${JSON.stringify(date)} is not learnt, and the client goes on`, async (t) => {
    const fault = { type: "error", code: "InvalidTimeStamp.Expired", headers: { date } };
    let skew = 0;
    const { live } = await serving(t, { recordings, now: () => Date.now() + skew, faults: [fault] });
    const client = live();
    const { code, attempts, outcomeUnknown } = await rejection(client.stopRtcCloudRecording(task));
    assert.deepEqual([code, attempts, outcomeUnknown], ["InvalidTimeStamp.Expired", 1, false]);
    assert.equal(client.clockOffsetMs, 0);
    await client.sign("StopRtcCloudRecording", task);
    // The service's own date is learnt.
    skew = 20 * MINUTE;
    const { outcome, attempts: two } = await client.stopRtcCloudRecording(task);
    assert.deepEqual([outcome, two], ["stopped", 2]);
  });
}

test("an error names the clock and the Date that are more than 24 hours apart", async (t) => {
  const headers = { date: "Thu, 01 Jan 2150 00:00:00 GMT" };
  const { live } = await serving(t, {
    recordings,
    faults: [{ type: "error", code: "InvalidTimeStamp.Expired", headers }],
  });
  const { message, retryable } = await rejection(live().stopRtcCloudRecording(task));
  assert.equal(retryable, false);
  const [, clock] =
    /set the clock: it shows ([\dTZ:-]{20}), and the Date of the response 2150-01-01T00:00:00Z, more/.exec(message);
  assert.ok(Math.abs(Date.parse(clock) - Date.now()) < MINUTE, clock);
});

test("a date that was learnt wrongly is learnt anew", async (t) => {
  for (const hours of [-23, 2, 23]) {
    const date = new Date(Date.now() + hours * 60 * MINUTE).toUTCString();
    const fault = { type: "error", code: "IllegalTimestamp", headers: { date } };
    const { live } = await serving(t, { faults: [fault], recordings });
    const client = live();
    const wrong = await rejection(client.stopRtcCloudRecording(task));
    assert.deepEqual([wrong.code, wrong.attempts], ["InvalidTimeStamp.Expired", 2]);
    assert.notEqual(client.clockOffsetMs, 0);
    const { outcome, attempts } = await client.stopRtcCloudRecording(task);
    assert.deepEqual([outcome, attempts], ["stopped", 2], String(hours));
    assert.ok(Math.abs(client.clockOffsetMs) < 10_000);
    assert.equal((await client.stopRtcCloudRecording({ taskId: ids[0] })).attempts, 1);
  }
});

test("the three forms of an HTTP date are read", async (t) => {
  for (const form of [
    (date) => date.toUTCString(),
    (date) => {
      const [, day, month, year, time] = date.toUTCString().split(/,? /);
      const weekday = date.toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" });
      return `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
    },
    (date) => {
      const [weekday, day, month, year, time] = date.toUTCString().split(/,? /);
      return `${weekday} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`;
    },
  ]) {
    const now = () => Date.now() + 60 * MINUTE;
    const fault = { type: "error", code: "InvalidTimeStamp.Expired", headers: { date: form(new Date(now())) } };
    const { live } = await serving(t, { recordings, now, faults: [fault] });
    const client = live();
    assert.equal((await client.stopRtcCloudRecording(task)).attempts, 2);
    assert.ok(Math.abs(client.clockOffsetMs - 60 * MINUTE) < 10_000);
  }
});
