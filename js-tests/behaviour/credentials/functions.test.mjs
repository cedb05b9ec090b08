// Credentials functions: called once for all waiting calls, again after a failure, and cached until shortly before the expiration.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { methods, rejection, serving, task } from "../../support/live.mjs";

const HOUR = 3_600_000;
const sts = (n, rest) => ({
  accessKeyId: `STS.${n}`,
  accessKeySecret: `secret-${n}`,
  securityToken: `token-${n}`,
  ...rest,
});
const stopped = { recordings: { [task.taskId]: "STOPPED" } };

/** Returns a credentials function that counts its calls. */
function counting(answer) {
  const ask = async () => {
    ask.count++;
    return answer(ask.count);
  };
  ask.count = 0;
  return ask;
}

for (const [what, expiration] of [
  ["returns an expiration", () => new Date(Date.now() + HOUR)],
  ["returns no expiration", () => undefined],
]) {
  test(`1,000 concurrent first calls call a function once that ${what}`, async (t) => {
    const { emulator, live } = await serving(t, stopped);
    const credentials = counting(() => ({ ...testAccessKey, expiration: expiration() }));
    // A thousand sockets take long on a busy machine.
    const client = live({ credentials, quota: false, attemptTimeoutMs: 30_000 });
    const calls = Array.from({ length: 1000 }, () => client.stopRtcCloudRecording(task));
    for (const { attempts } of await Promise.all(calls)) assert.equal(attempts, 1);
    assert.equal(credentials.count, 1);
    assert.equal(emulator.requests.length, 1000);
  });
}

test("1,000 concurrent calls share one failure, and the next call tries again", async (t) => {
  const { emulator, live } = await serving(t, stopped);
  const credentials = counting((n) => {
    if (n === 1) throw new RangeError("the metadata service is unavailable");
    return { ...testAccessKey, expiration: Date.now() + HOUR };
  });
  const client = live({ credentials });
  const errors = await Promise.all(Array.from({ length: 1000 }, () => rejection(client.stopRtcCloudRecording(task))));
  for (const error of errors)
    assert.deepEqual([error.code, error.cause.name], ["ERR_CREDENTIALS_FAILED", "RangeError"]);
  assert.deepEqual([credentials.count, emulator.requests.length], [1, 0]);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  assert.equal(credentials.count, 2);
});

test("an expiration without a zone is in UTC, whatever the zone of the machine", async (t) => {
  const { TZ } = process.env;
  process.env.TZ = "Asia/Shanghai";
  t.after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });
  assert.equal(new Date(0).getHours(), 8);
  const { live } = await serving(t, stopped);
  for (const zone of ["", "Z", "+00:00"]) {
    const expiration = new Date(Date.now() + HOUR).toISOString().replace("Z", zone);
    const credentials = counting(() => ({ ...testAccessKey, expiration }));
    const client = live({ credentials });
    for (const _ of [1, 2]) await client.stopRtcCloudRecording(task);
    assert.equal(credentials.count, 1, expiration);
  }
  // Runtimes read this form in the zone of the machine: the keys would count as expired, or as valid after their end.
  const expiration = new Date(Date.now() + HOUR).toISOString().replace("T", " ").replace("Z", "");
  const spaced = live({ credentials: () => ({ ...testAccessKey, expiration }) });
  await assert.rejects(spaced.stopRtcCloudRecording(task), { code: "ERR_INVALID_CREDENTIALS" });
});

test("late credentials of a timed-out call do not replace newer ones", async (t) => {
  // The emulator knows only the newer credentials.
  const { live } = await serving(t, { ...stopped, accessKeys: [sts(2)] });
  let late;
  const expiration = Date.now() + HOUR;
  const credentials = counting((n) => (n === 1 ? new Promise((resolve) => (late = resolve)) : sts(n, { expiration })));
  const client = live({ credentials });
  const error = await rejection(client.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  assert.deepEqual([error.kind, error.code, error.retryable], ["credentials", "ERR_CREDENTIALS_TIMEOUT", true]);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  late(sts(1, { expiration }));
  await new Promise(setImmediate);
  assert.equal((await client.stopRtcCloudRecording(task)).attempts, 1);
  assert.equal(credentials.count, 2);
});

/** Expirations, and how often three sequential calls call the function. */
const caching = [
  ["in an hour, as a Date", () => new Date(Date.now() + HOUR), 1],
  ["in an hour, in ISO 8601", () => new Date(Date.now() + HOUR).toISOString(), 1],
  ["in an hour, in milliseconds", () => Date.now() + HOUR, 1],
  ["in six minutes", () => Date.now() + 6 * 60_000, 1],
  ["in four minutes", () => Date.now() + 4 * 60_000, 3],
  ["missing", () => undefined, 3],
  ["null", () => null, 3],
];

for (const [what, expiration, count] of caching) {
  test(`three sequential calls call a function ${count} times whose expiration is ${what}`, async (t) => {
    const { live } = await serving(t, stopped);
    const credentials = counting(() => ({ ...testAccessKey, expiration: expiration() }));
    const client = live({ credentials });
    for (let i = 0; i < 3; i++) await client.stopRtcCloudRecording(task);
    assert.equal(credentials.count, count);
  });
}

/** Renewals that fail, with the time of a call. */
const failing = [
  ["throws", () => Promise.reject(new Error("503")), 5000],
  ["does not return", () => new Promise(() => {}), 1000],
];

for (const [what, renew, timeoutMs] of failing) {
  test(`a renewal that ${what} keeps the credentials that are valid, and is not repeated by each call`, async (t) => {
    const { live } = await serving(t, stopped);
    const credentials = counting((n) =>
      n === 1 ? { ...testAccessKey, expiration: Date.now() + 4 * 60_000 } : renew(),
    );
    const client = live({ credentials });
    for (let i = 0; i < 5; i++) assert.equal((await client.stopRtcCloudRecording(task, { timeoutMs })).attempts, 1);
    assert.equal(credentials.count, 2);
  });

  test(`a renewal that ${what} does not keep credentials that have expired`, async (t) => {
    const { live } = await serving(t, stopped);
    const credentials = counting((n) => (n === 1 ? { ...testAccessKey, expiration: Date.now() + 100 } : renew()));
    const client = live({ credentials });
    await client.stopRtcCloudRecording(task);
    const { kind, retryable } = await rejection(client.stopRtcCloudRecording(task, { timeoutMs }));
    assert.deepEqual([kind, retryable], ["credentials", true]);
  });
}

for (const signatureMethod of methods) {
  test(`${signatureMethod}: 20 concurrent calls renew a rejected token once`, async (t) => {
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

test("rejects after the second expired token without a third credentials call", async (t) => {
  const expiration = Date.now() - 1;
  const { live } = await serving(t, { accessKeys: [1, 2, 3].map((n) => sts(n, { expiration })) });
  const credentials = counting((n) => sts(n));
  const error = await rejection(live({ credentials }).stopRtcCloudRecording(task));
  const { kind, code, attempts, outcomeUnknown } = error;
  assert.deepEqual([kind, code, attempts, outcomeUnknown], ["service", "InvalidSecurityToken.Expired", 2, false]);
  assert.equal(credentials.count, 2);
});

test("calls getCredential() and getCredentials() as methods and ignores other members", async (t) => {
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

test("an empty securityToken counts as missing, as in the vendor's objects", async (t) => {
  const { emulator, live } = await serving(t, stopped);
  await live({ credentials: () => ({ ...testAccessKey, securityToken: "" }) }).stopRtcCloudRecording(task);
  assert.ok(!("x-acs-security-token" in emulator.requests[0].headers));
});
