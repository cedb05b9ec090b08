// Members that Object.prototype lends to every object: none is read as an option, a parameter, a credential or a part of a reply.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createClient, LiveError, stopRtcCloudRecording } from "apsara-live";
import { createLiveEmulator, createLiveError, testAccessKey } from "apsara-live/testing";
import { methods, quick, rejection, task } from "../support/live.mjs";

const stolen = [];
const steal = async (...args) => {
  stolen.push(args);
  throw new Error("the fetch of Object.prototype was called");
};

/** Members of a polluted prototype, with values that would be valid. */
const POLLUTION = {
  credentials: { accessKeyId: "evil", accessKeySecret: "evil-secret" },
  accessKeyId: "evil",
  accessKeySecret: "evil-secret",
  securityToken: "evil-token",
  expiration: 0,
  getCredential: () => ({ accessKeyId: "evil", accessKeySecret: "evil-secret" }),
  getCredentials: () => ({ accessKeyId: "evil", accessKeySecret: "evil-secret" }),
  ALIBABA_CLOUD_ACCESS_KEY_ID: "evil",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "evil-secret",
  ALIBABA_CLOUD_SECURITY_TOKEN: "evil-token",
  region: "cn-evil",
  network: "vpc",
  endpoint: "evil.example",
  dangerouslyAllowPlainHttp: true,
  scheme: "http",
  host: "evil.example",
  signatureMethod: "HMAC-SHA1",
  fetch: steal,
  timeoutMs: 1,
  attemptTimeoutMs: 1,
  retry: false,
  maxAttempts: 1,
  baseDelayMs: 60_000,
  maxDelayMs: 60_000,
  alreadyStopped: "throw",
  userAgent: "evil",
  onEvent: (event) => stolen.push(event),
  signal: AbortSignal.abort("evil"),
  context: "evil",
  date: "2000-01-01T00:00:00Z",
  unixMs: 0,
  nonce: "evil",
  taskId: "evil",
  monitorId: "evil",
  ownerId: "666",
  regionId: "evil",
  requestId: "evil",
  code: "evil",
  message: "evil",
  recommend: "evil",
  accessDeniedDetail: "evil",
  accessDenied: "evil",
  fields: { requestId: "evil", taskId: "task-1", mentionsError: false },
  accessKey: { accessKeyId: "evil", accessKeySecret: "evil-secret" },
  httpStatus: 666,
  retryAfterMs: 666,
  redactedCause: "evil",
};

function pollute() {
  for (const [name, value] of Object.entries(POLLUTION)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: false, writable: true });
  }
}

function restore() {
  for (const name of Object.keys(POLLUTION)) delete Object.prototype[name];
}

beforeEach(() => {
  stolen.length = 0;
});
afterEach(restore);

/** Runs `work` while the prototype is polluted. */
async function polluted(work) {
  pollute();
  try {
    return await work();
  } finally {
    restore();
  }
}

/** A fetch that records requests, and responds with a body. */
function responding(body, { status = 200, headers = {} } = {}) {
  const requests = [];
  const fetch = async (url, init) => {
    const own = (name) => (Object.hasOwn(init, name) ? init[name] : undefined);
    requests.push({ url, headers: { ...own("headers") }, body: own("body") });
    const bytes = new TextEncoder().encode(body);
    const get = (name) => (Object.hasOwn(headers, name) ? headers[name] : null);
    return { __proto__: null, status, headers: { get }, body: null, arrayBuffer: async () => bytes };
  };
  return { requests, fetch };
}

const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });

for (const signatureMethod of methods) {
  test(`${signatureMethod}: a call has only its own options, parameters and credentials`, async () => {
    const { requests, fetch } = responding(success);
    const options = { credentials: { ...testAccessKey }, signatureMethod, fetch };
    const alone = { credentials: { ...testAccessKey }, signatureMethod, fetch };
    await polluted(async () => {
      assert.equal((await createClient(options).stopRtcCloudRecording({ ...task }, {})).outcome, "stopped");
      assert.equal((await stopRtcCloudRecording({ ...task }, alone)).outcome, "stopped");
    });
    assert.equal(requests.length, 2);
    for (const request of requests) {
      assert.ok(!JSON.stringify(request).includes("evil"), JSON.stringify(request));
      assert.equal(new URL(request.url).host, "live.aliyuncs.com");
      assert.match(request.headers["user-agent"], /^apsara-live\//);
    }
    assert.deepEqual(stolen, []);
  });

  test(`${signatureMethod}: a signature has only its own members`, async () => {
    const live = createClient({ credentials: { ...testAccessKey }, signatureMethod });
    const { url, headers, body = "" } = await polluted(() => live.sign("StopLiveStreamMonitor", { monitorId: "m" }));
    assert.ok(!`${url} ${JSON.stringify(headers)} ${body}`.includes("evil"));
    assert.ok(!`${url} ${body}`.includes("OwnerId"));
  });
}

test("a missing parameter is missing", async () => {
  const { requests, fetch } = responding(success);
  const live = createClient({ credentials: testAccessKey, fetch });
  const error = await polluted(() => rejection(live.stopRtcCloudRecording({})));
  assert.deepEqual([error.code, requests.length], ["ERR_MISSING_PARAMETER", 0]);
});

test("missing credentials are missing, in an object, from a function, and in the environment", async () => {
  const { requests, fetch } = responding(success);
  await polluted(async () => {
    assert.throws(() => createClient({ credentials: {}, fetch }), { code: "ERR_MISSING_CREDENTIALS" });
    const calls = [createClient({ credentials: () => ({}), fetch }), createClient({ fetch })];
    for (const live of calls) {
      assert.equal((await rejection(live.stopRtcCloudRecording({ ...task }))).code, "ERR_MISSING_CREDENTIALS");
    }
  });
  assert.equal(requests.length, 0);
});

test("a credentials function that returns a vendor's object is asked for its own token", async () => {
  const { requests, fetch } = responding(success);
  const credentials = async () => ({ ...testAccessKey });
  await polluted(() => createClient({ credentials, fetch }).stopRtcCloudRecording({ ...task }));
  assert.ok(!JSON.stringify(requests).includes("evil"));
});

for (const [what, body, response] of [
  ["a success without a RequestId", JSON.stringify({ TaskId: task.taskId })],
  ["a success without a TaskId", JSON.stringify({ RequestId: "R" })],
  ["an empty object", "{}"],
  ["an empty body", ""],
  ["a page", "<html></html>"],
  ["a refusal without a code", JSON.stringify({ RequestId: "R" }), { status: 400 }],
  ["an error in XML without a code", "<Error><RequestId>R</RequestId></Error>", { status: 400 }],
]) {
  test(`${what} has no members of the prototype`, async () => {
    const { fetch } = responding(body, response);
    const live = createClient({ credentials: { ...testAccessKey }, fetch, retry: { ...quick } });
    const error = await polluted(() => rejection(live.stopRtcCloudRecording({ ...task })));
    assert.ok(error instanceof LiveError);
    const said = { ...error, message: error.message };
    assert.ok(!JSON.stringify(said).includes("evil"), JSON.stringify(said));
    assert.ok(!JSON.stringify(said).includes("666"), JSON.stringify(said));
  });
}

test("an error has no members of the prototype", async () => {
  const error = await polluted(() => createLiveError({ kind: "network" }));
  assert.deepEqual(Object.keys(error).sort(), ["attempts", "code", "kind", "operation", "outcomeUnknown", "retryable"]);
  assert.ok(!Object.hasOwn(error, "cause"));
});

test("the emulator has only its own options", async () => {
  const emulator = await polluted(() => createLiveEmulator({}));
  assert.equal(emulator.recordings.size, 0);
});
