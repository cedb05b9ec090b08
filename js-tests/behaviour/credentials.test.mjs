// A credentials function is asked once for all who wait, again after a failure, and kept as long as its answer is good.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { methods, rejection, serving, task } from "../support/live.mjs";

const HOUR = 3_600_000;
const sts = (n, rest) => ({
  accessKeyId: `STS.${n}`,
  accessKeySecret: `secret-${n}`,
  securityToken: `token-${n}`,
  ...rest,
});
const stopped = { recordings: { [task.taskId]: "STOPPED" } };

/** A credentials function that counts how often it is asked. */
function counting(answer) {
  const ask = async () => {
    ask.count++;
    return answer(ask.count);
  };
  ask.count = 0;
  return ask;
}

for (const [what, expiration] of [
  ["says when it ends", () => new Date(Date.now() + HOUR)],
  ["does not say when it ends", () => undefined],
]) {
  test(`1,000 first calls at once ask once, of a function that ${what}`, async (t) => {
    const { emulator, live } = await serving(t, stopped);
    const credentials = counting(() => ({ ...testAccessKey, expiration: expiration() }));
    const client = live({ credentials });
    const calls = Array.from({ length: 1000 }, () => client.stopRtcCloudRecording(task));
    for (const { attempts } of await Promise.all(calls)) assert.equal(attempts, 1);
    assert.equal(credentials.count, 1);
    assert.equal(emulator.requests.length, 1000);
  });
}

test("1,000 calls at once share one failure, and the next call asks again", async (t) => {
  const { emulator, live } = await serving(t, stopped);
  const cause = new Error("the metadata service is away");
  const credentials = counting((n) => {
    if (n === 1) throw cause;
    return { ...testAccessKey, expiration: Date.now() + HOUR };
  });
  const client = live({ credentials });
  const errors = await Promise.all(Array.from({ length: 1000 }, () => rejection(client.stopRtcCloudRecording(task))));
  for (const error of errors)
    assert.deepEqual([error.kind, error.code, error.cause], ["credentials", "ERR_CREDENTIALS_FAILED", cause]);
  assert.deepEqual([credentials.count, emulator.requests.length], [1, 0]);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  assert.equal(credentials.count, 2);
});

test("a function that hung is asked again by the next call", async (t) => {
  const { live } = await serving(t, stopped);
  const credentials = counting((n) => (n === 1 ? new Promise(() => {}) : testAccessKey));
  const client = live({ credentials });
  const error = await rejection(client.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  assert.deepEqual([error.kind, error.code, error.retryable], ["credentials", "ERR_CREDENTIALS_TIMEOUT", true]);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
});

test("an answer that comes after its call has given up takes the place of no newer one", async (t) => {
  // The emulator does not know the credentials of the late answer.
  const { live } = await serving(t, { ...stopped, accessKeys: [sts(2)] });
  let late;
  const expiration = Date.now() + HOUR;
  const credentials = counting((n) => (n === 1 ? new Promise((resolve) => (late = resolve)) : sts(n, { expiration })));
  const client = live({ credentials });
  const error = await rejection(client.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  assert.equal(error.code, "ERR_CREDENTIALS_TIMEOUT");
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  late(sts(1, { expiration }));
  await new Promise(setImmediate);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  assert.equal(credentials.count, 2);
});

const keeping = [
  ["an hour ahead, as a Date", () => new Date(Date.now() + HOUR), 1],
  ["an hour ahead, in ISO 8601", () => new Date(Date.now() + HOUR).toISOString(), 1],
  ["an hour ahead, in milliseconds", () => Date.now() + HOUR, 1],
  ["six minutes ahead", () => Date.now() + 6 * 60_000, 1],
  ["four minutes ahead", () => Date.now() + 4 * 60_000, 3],
  ["not said", () => undefined, 3],
  ["null", () => null, 3],
];

for (const [what, expiration, count] of keeping) {
  test(`three calls one after another ask ${count} times: the end is ${what}`, async (t) => {
    const { live } = await serving(t, stopped);
    const credentials = counting(() => ({ ...testAccessKey, expiration: expiration() }));
    const client = live({ credentials });
    for (let i = 0; i < 3; i++) await client.stopRtcCloudRecording(task);
    assert.equal(credentials.count, count);
  });
}

for (const signatureMethod of methods) {
  test(`a token that the service calls expired is replaced, once, ${signatureMethod}`, async (t) => {
    const accessKeys = [sts(1, { expiration: Date.now() - 1 }), sts(2)];
    const { emulator, live } = await serving(t, { ...stopped, accessKeys });
    const credentials = counting((n) => sts(n, { expiration: Date.now() + HOUR }));
    const client = live({ credentials, signatureMethod });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.stopRtcCloudRecording(task)));
    for (const { attempts } of results) assert.equal(attempts, 2);
    assert.equal(credentials.count, 2);
    assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
    assert.equal(emulator.requests.length, 41);
  });
}

test("a function whose second token has expired, too, is not asked a third time", async (t) => {
  const expiration = Date.now() - 1;
  const { live } = await serving(t, { accessKeys: [1, 2, 3].map((n) => sts(n, { expiration })) });
  const credentials = counting((n) => sts(n));
  const error = await rejection(live({ credentials }).stopRtcCloudRecording(task));
  const { kind, code, attempts, outcomeUnknown } = error;
  assert.deepEqual([kind, code, attempts, outcomeUnknown], ["service", "InvalidSecurityToken.Expired", 2, false]);
  assert.equal(credentials.count, 2);
});

test("an object's method is called as a method, whatever else the object has", async (t) => {
  const { live } = await serving(t, { ...stopped, accessKeys: [sts(1)] });
  class Provider {
    #credentials = sts(1);
    async getCredential() {
      return { ...this.#credentials, type: "sts", providerName: "test", bearerToken: "" };
    }
  }
  class Newer {
    #credentials = sts(1, { expiration: "2099-01-01T00:00:00Z", providerName: "static_sts" });
    getCredentials = async () => this.#credentials;
  }
  for (const credentials of [new Provider(), new Newer()]) {
    assert.equal((await live({ credentials }).stopRtcCloudRecording(task)).attempts, 1);
  }
});

test("an empty token is none, as the vendor's objects have it", async (t) => {
  const { emulator, live } = await serving(t, stopped);
  await live({ credentials: () => ({ ...testAccessKey, securityToken: "" }) }).stopRtcCloudRecording(task);
  assert.ok(!("x-acs-security-token" in emulator.requests[0].headers));
});
