// Memory of the wasm: no secret and no token is left in it after a call without a client, or when a client is freed. A client that is
// in use keeps its last keys, and no request.
import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import vm from "node:vm";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator } from "apsara-live/testing";
import { methods, quick, rejection, task } from "../../support/live.mjs";
import { wasm, watchMemory } from "../../support/wasm-memory.mjs";

const sts = {
  accessKeyId: "STS.memory",
  accessKeySecret: "MARKER+secret/7f3a9c51d0e2==",
  securityToken: "MARKER+token/b81e44c09d6a==",
};

const { started, memory } = watchMemory();

/** The bytes of the inner or of the outer padding of a key (RFC 2104). */
const padded = (secret, pad) => Buffer.from(secret).map((byte) => byte ^ pad);

/**
 * The forms in which the package holds a secret: plain, as a key of HMAC-SHA1, percent-encoded once and twice, in UTF-16, and padded
 * for HMAC.
 */
function formsOf(secret) {
  const once = encodeURIComponent(secret);
  return [
    padded(secret, 0x36),
    padded(secret, 0x5c),
    ...[secret, once, encodeURIComponent(once)].map((form) => Buffer.from(form)),
    Buffer.from(secret, "utf16le"),
    // Without its first characters: an allocator may write over the beginning of a freed block.
    Buffer.from(secret.slice(8)),
  ];
}

const forms = [sts.accessKeySecret, sts.securityToken].flatMap(formsOf);

/** Returns the forms of the secrets that are in the memory. */
const found = () => {
  const bytes = Buffer.from(memory().buffer);
  return forms.filter((form) => bytes.includes(form)).map(String);
};

/** The forms of the key that a client keeps. */
const kept = [sts.accessKeySecret, sts.securityToken].flatMap((secret) => [secret, secret.slice(8)]);

v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc");

/** Waits until the garbage collector has freed what nothing refers to, and the secrets are gone; gives up after 100 collections. */
async function assertFreed() {
  for (let i = 0; i < 100 && found().length > 0; i++) {
    collectGarbage();
    await new Promise(setImmediate);
  }
  assert.deepEqual(found(), []);
}

/** Starts an instance of its own, whose memory no other test has used. */
async function startedApi() {
  const api = createApi(wasm);
  const before = started();
  await api
    .createClient({ credentials: { accessKeyId: "i", accessKeySecret: "s" } })
    .sign("StopRtcCloudRecording", task);
  assert.equal(started(), before + 1);
  return api;
}

const throwing = async (url, init) => {
  throw new TypeError(`cannot send ${url} ${JSON.stringify(init)} ${sts.accessKeySecret} ${sts.securityToken}`);
};

const repeating = (request) => ({
  type: "garbage",
  status: 502,
  body: `${JSON.stringify(request)} ${sts.accessKeySecret} ${sts.securityToken}`,
});

/** Options of the emulator and of the client, by what happens; `fails` says whether the call rejects. */
const cases = {
  "a call that stops the task": {},
  "a call that is throttled, loses a reply and stops the task": { faults: ["throttle", "lost-reply"] },
  "a call with an unknown task": { recordings: {}, fails: true },
  "a call whose signature does not match": { accessKeys: [{ ...sts, accessKeySecret: "another" }], fails: true },
  "a call whose token has expired": { accessKeys: [{ ...sts, expiration: 0 }], fails: true },
  "a call whose responses repeat the request and the secrets": { faultFor: repeating, fails: true },
  "a call whose fetch throws the request and the secrets": { client: { fetch: throwing }, fails: true },
  "a call without a response": { faultFor: () => "hang", client: { timeoutMs: 60 }, fails: true },
  "a call that is aborted while it is sent": { faultFor: () => "hang", abort: true, fails: true },
  "a call with a parameter that the core refuses": { params: { taskId: " x" }, fails: true },
  "a call with credentials from a function": { client: { credentials: async () => sts } },
  "a call with a credentials function that throws the secrets": {
    client: {
      credentials: () => {
        throw new Error(`${sts.accessKeySecret} ${sts.securityToken}`);
      },
    },
    fails: true,
  },
};

/** Makes one call of a case. */
async function run(stop, { params = task, abort, fails, ...service }, { fetch: own, ...client }) {
  const emulator = createLiveEmulator({ accessKeys: [sts], recordings: { [task.taskId]: "RUNNING" }, ...service });
  const controller = new AbortController();
  const fetch = (...args) => {
    if (abort) setTimeout(() => controller.abort(new Error("aborted")));
    return (own ?? emulator.fetch)(...args);
  };
  const call = stop({ credentials: sts, retry: quick, fetch, ...client })(params, { signal: controller.signal });
  if (fails) await rejection(call);
  else assert.equal((await call).taskId, task.taskId);
}

for (const signatureMethod of methods) {
  for (const [what, { client, ...rest }] of Object.entries(cases)) {
    test(`${signatureMethod}, without a client: no secret is left after ${what}`, async () => {
      const api = await startedApi();
      const stop = (options) => (params, call) => api.stopRtcCloudRecording(params, { ...options, ...call });
      await run(stop, rest, { signatureMethod, ...client });
      assert.deepEqual(found(), []);
    });

    test(`${signatureMethod}, with a client: at most its key is left after ${what}, and nothing when it is freed`, async () => {
      const api = await startedApi();
      await run((options) => api.createClient(options).stopRtcCloudRecording, rest, { signatureMethod, ...client });
      assert.deepEqual(
        found().filter((form) => !kept.includes(form)),
        [],
      );
      await assertFreed();
    });
  }

  test(`${signatureMethod}: no secret is left after signatures and refused signatures, when the client is freed`, async () => {
    const api = await startedApi();
    await (async () => {
      const live = api.createClient({ credentials: sts, signatureMethod });
      for (let i = 0; i < 10; i++) await live.sign("StopRtcCloudRecording", task);
      await rejection(live.sign("StopRtcCloudRecording", { taskId: "" }));
      await rejection(live.sign("StopRtcCloudRecording", task, { method: "GET" }));
    })();
    await assertFreed();
  });

  test(`${signatureMethod}: no secret is left after 100 concurrent calls, when the client is freed`, async () => {
    const api = await startedApi();
    await (async () => {
      const { fetch } = createLiveEmulator({ accessKeys: [sts], recordings: { [task.taskId]: "RUNNING" } });
      const live = api.createClient({ credentials: sts, signatureMethod, fetch, retry: quick, quota: false });
      await Promise.all(Array.from({ length: 100 }, () => live.stopRtcCloudRecording(task)));
    })();
    await assertFreed();
  });

  test(`${signatureMethod}: a client keeps former keys as text alone, to mask them`, async () => {
    const api = await startedApi();
    const others = { accessKeyId: "STS.other", accessKeySecret: "other-secret", securityToken: "other-token" };
    const keys = [sts, others];
    const live = api.createClient({ credentials: () => keys.shift(), signatureMethod });
    await live.sign("StopRtcCloudRecording", task);
    await live.sign("StopRtcCloudRecording", task);
    assert.deepEqual(found(), kept);
    assert.equal((await live.sign("StopRtcCloudRecording", task).catch((error) => error)).kind, "credentials");
  });
}

test("the scan finds each form of a secret that is in the memory", async () => {
  await startedApi();
  for (const form of forms) {
    const at = memory().buffer.byteLength - form.length;
    const bytes = new Uint8Array(memory().buffer, at);
    const before = bytes.slice();
    bytes.set(form);
    assert.ok(found().includes(String(form)), String(form));
    bytes.set(before);
  }
  assert.deepEqual(found(), []);
});
