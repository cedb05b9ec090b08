// `sign` with `form`: the parameters of an ACS3 request in a form body.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { rejection } from "../support/live.mjs";

const live = createClient({ credentials: testAccessKey });
const monitorId = "monitor-1";

test("the emulator takes a form that is signed, of an operation and of any action", async () => {
  const emulator = createLiveEmulator({ monitors: { [monitorId]: "RUNNING" } });
  const send = ({ url, ...init }) => emulator.fetch(url, init);
  const stop = await live.sign("StopLiveStreamMonitor", { monitorId, regionId: "cn-shanghai" }, { form: true });
  assert.equal(new URL(stop.url).search, "");
  assert.equal(stop.body, "MonitorId=monitor-1&RegionId=cn-shanghai");
  assert.equal(stop.headers["content-type"], "application/x-www-form-urlencoded");
  assert.equal((await send(stop)).status, 200);
  assert.equal(emulator.monitors.get(monitorId), "STOPPED");
  const removal = await live.sign("DeleteLiveStreamMonitor", { MonitorId: monitorId }, { form: true });
  assert.equal(removal.body, "MonitorId=monitor-1");
  assert.equal((await send(removal)).status, 200);
  assert.equal(emulator.monitors.size, 0);
  // Another body than the signed one.
  const changed = await live.sign("StopLiveStreamMonitor", { monitorId }, { form: true });
  const response = await send({ ...changed, body: "MonitorId=monitor-2" });
  assert.equal((await response.json()).Code, "SignatureDoesNotMatch");
});

test("HMAC-SHA1 has a form in any case", async () => {
  const old = createClient({ credentials: testAccessKey, signatureMethod: "HMAC-SHA1" });
  const options = { date: "2026-01-02T03:04:05Z", nonce: "a" };
  const [form, plain] = await Promise.all(
    [{ ...options, form: true }, options].map((own) => old.sign("StopLiveStreamMonitor", { monitorId }, own)),
  );
  assert.deepEqual(form, plain);
});

test("a GET has no form", async () => {
  const presigned = live.sign("StopLiveStreamMonitor", { monitorId }, { method: "GET", form: true });
  const relay = live.sign("StopLivePullToPush", { taskId: "task-1", region: "cn-shanghai" }, { form: true });
  for (const refused of [presigned, relay]) {
    const { code, message } = await rejection(refused);
    assert.deepEqual([code, message.includes("options.form")], ["ERR_INVALID_OPTION", true], message);
  }
});
