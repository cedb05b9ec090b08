// Cache of credentials: one caller's abort or short deadline does not discard a result that other callers wait for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { rejection, task, until, within } from "../../support/live.mjs";
import { runNode } from "../../support/run-program.mjs";

const HOUR = 3_600_000;
const emulated = () => createLiveEmulator({ recordings: { [task.taskId]: "STOPPED" } });
const lasting = () => ({ ...testAccessKey, expiration: Date.now() + HOUR });
const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

/** A client whose credentials function counts its calls and answers by their number. */
function asking(answer) {
  const credentials = () => answer(++credentials.count);
  credentials.count = 0;
  return { credentials, live: createClient({ credentials, fetch: emulated().fetch }) };
}

test("an abort of the first caller does not end the call for the callers who joined", async () => {
  const { credentials, live } = asking(() => after(50, lasting()));
  const controller = new AbortController();
  const asker = live.stopRtcCloudRecording(task, { signal: controller.signal });
  const joiners = Array.from({ length: 10 }, () => live.stopRtcCloudRecording(task));
  await after(10);
  controller.abort("mine");
  assert.equal(await rejection(asker), "mine");
  for (const { attempts } of await Promise.all(joiners)) assert.equal(attempts, 1);
  // The caller after the abort joins, too.
  assert.equal(credentials.count, 1);
  await live.stopRtcCloudRecording(task);
  assert.equal(credentials.count, 1);
});

test("a call after the abort of the only asker joins the lookup", async () => {
  const { credentials, live } = asking(() => after(50, testAccessKey));
  const signal = AbortSignal.timeout(10);
  assert.equal(await rejection(live.stopRtcCloudRecording(task, { signal })), signal.reason);
  assert.equal((await live.stopRtcCloudRecording(task)).attempts, 1);
  assert.equal(credentials.count, 1);
});

test("a short deadline of one caller does not fail callers with longer deadlines", async () => {
  const { credentials, live } = asking(() => after(80, lasting()));
  const short = rejection(live.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  const long = live.stopRtcCloudRecording(task);
  assert.equal((await short).code, "ERR_CREDENTIALS_TIMEOUT");
  assert.equal((await long).attempts, 1);
  assert.equal(credentials.count, 1);
});

for (const [what, answer] of [
  ["with an expiration", lasting],
  ["without an expiration", () => testAccessKey],
]) {
  test(`a provider slower than each deadline still serves a later call, ${what}`, async () => {
    const lookups = [];
    const { live } = asking(() => new Promise((resolve) => lookups.push(resolve)));
    const overdue = await rejection(live.stopRtcCloudRecording(task, { timeoutMs: 300 }));
    assert.equal(overdue.code, "ERR_CREDENTIALS_TIMEOUT");
    const later = live.stopRtcCloudRecording(task);
    // The answer to the first one, which no caller waits for.
    lookups[0](answer());
    assert.equal((await later).outcome, "already-stopped");
  });
}

test("callers who join a later call of the function take the result of an overdue call", async () => {
  // The function resolves the first call late, and the second never.
  const { credentials, live } = asking((n) => (n === 1 ? after(120, testAccessKey) : new Promise(() => {})));
  await rejection(live.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  const second = live.stopRtcCloudRecording(task);
  const joiner = live.stopRtcCloudRecording(task);
  for (const { attempts } of await within(2000, Promise.all([second, joiner]))) assert.equal(attempts, 1);
  assert.equal(credentials.count, 2);
});

test("a hanging lookup is begun anew, and a failure of the older one does not fail the newer", async () => {
  const { credentials, live } = asking((n) =>
    n === 1 ? after(60).then(() => Promise.reject(new Error("late"))) : after(100, lasting()),
  );
  await rejection(live.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  assert.equal((await within(2000, live.stopRtcCloudRecording(task))).attempts, 1);
  assert.equal(credentials.count, 2);
});

test("an abort or a deadline while expired credentials are renewed leaves the renewal to others", async () => {
  const expired = { accessKeyId: "STS.old", accessKeySecret: "old-secret", securityToken: "old-token" };
  const emulator = createLiveEmulator({
    recordings: { [task.taskId]: "STOPPED" },
    accessKeys: [{ ...expired, expiration: 0 }, testAccessKey],
  });
  let count = 0;
  let renew;
  const renewal = new Promise((resolve) => {
    renew = resolve;
  });
  const credentials = () => (++count === 1 ? { ...expired, expiration: Date.now() + HOUR } : renewal);
  const live = createClient({ credentials, fetch: emulator.fetch });
  const controller = new AbortController();
  const aborted = rejection(live.stopRtcCloudRecording(task, { signal: controller.signal }));
  const short = rejection(live.stopRtcCloudRecording(task, { timeoutMs: 500 }));
  const long = live.stopRtcCloudRecording(task);
  await until(() => count === 2);
  controller.abort();
  assert.equal((await aborted).name, "AbortError");
  assert.equal((await short).code, "ERR_CREDENTIALS_TIMEOUT");
  renew(lasting());
  assert.deepEqual([(await long).attempts, count], [2, 2]);
});

/** Runs in a process that identifies itself as Cloudflare Workers, where the request of the first caller may end first. */
const program = (userAgent) => `
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "${userAgent}" }, configurable: true });
  const { createClient } = await import("apsara-live");
  const { createLiveEmulator, testAccessKey } = await import("apsara-live/testing");
  const { fetch } = createLiveEmulator({ recordings: { "task-1": "STOPPED" } });
  let count = 0;
  // The request of the first caller ends: the function never resolves.
  const credentials = () => ++count === 1 ? new Promise(() => {}) : Promise.resolve(testAccessKey);
  const live = createClient({ credentials, fetch, timeoutMs: 2000 });
  const call = () => live.stopRtcCloudRecording({ taskId: "task-1" }).then(({ outcome }) => outcome, ({ code }) => code);
  const first = call();
  while (count === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const begun = performance.now();
  const second = await call();
  const soon = performance.now() - begun < 1000;
  console.log(JSON.stringify([await first, second, soon, count]));`;

for (const [userAgent, expected] of [
  ["Cloudflare-Workers", ["ERR_CREDENTIALS_TIMEOUT", "already-stopped", true, 2]],
  ["Node.js/20", ["ERR_CREDENTIALS_TIMEOUT", "ERR_CREDENTIALS_TIMEOUT", false, 1]],
]) {
  test(`${userAgent}: a lookup of another request is ${expected[2] ? "begun anew at once" : "joined"}`, async () => {
    const printed = await runNode(["--input-type=module", "--eval", program(userAgent)], { cwd: import.meta.dirname });
    assert.deepEqual(JSON.parse(printed), expected);
  });
}
