// An action that is not idempotent is executed at most once, for every fault; and no end of a call claims more than the caller can know.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, faultTypes, serviceErrors, testAccessKey } from "apsara-live/testing";
import fc from "fast-check";
import { newRecording } from "../../support/portable/tasks.mjs";

/** Faults after which the service certainly executed nothing, and another request may succeed. */
const harmless = new Set(
  Object.keys(serviceErrors).filter((code) => /^Throttling|^InvalidTimeStamp\.Expired$|^IllegalTimestamp$/.test(code)),
);

const refused = '{"Code":"C"}';
const pages = ["", "<p>gone</p>", "{}", '{"RequestId":"R","Success":false}', refused, "x".repeat(100_000)];
const status = fc.constantFrom(200, 204, 302, 400, 403, 408, 425, 429, 499, 500, 502, 503, 504);
const body = fc.constantFrom(...pages);
const executes = fc.boolean();

/** A service that executes a request sends no code of a refusal. */
const anything = fc.record({ body, status, executes }).map((given) => ({
  ...given,
  executes: given.executes && given.body !== refused,
}));

/** Codes that a service never sends for an executed request. */
const refusals = Object.keys(serviceErrors).filter((code) => serviceErrors[code].status < 500);

/** Every fault of the emulator, with its fields at random. */
const faults = {
  none: fc.record({}),
  throttle: fc.record({ status: fc.constantFrom(400, 429, 503), retryAfterMs: fc.constantFrom(1, 3) }, { requiredKeys: [] }), // biome-ignore format: a row
  error: fc.oneof(
    fc.record({ code: fc.constantFrom(...refusals) }),
    fc.record({ code: fc.constantFrom("InternalError", "ServiceUnavailable", "SignatureNonceUsed"), executes }),
    anything,
  ),
  "internal-error": fc.record({ executes }),
  unavailable: fc.record({ status: fc.constantFrom(502, 503, 504), executes }),
  redirect: fc.record({ location: fc.constant("https://example.com/") }),
  reset: fc.record({}),
  "lost-reply": fc.record({}),
  empty: fc.record({ status: fc.constantFrom(200, 204, 500), executes }),
  garbage: anything,
  truncated: fc.record({ executes }),
  xml: fc.record({}),
  slow: fc.record({ ms: fc.constantFrom(1, 60), part: fc.constantFrom("headers", "body") }),
  hang: fc.record({ part: fc.constantFrom("headers", "body"), executes }),
};

/** Prefers faults after which a call goes on. */
const weight = (type) => ({ none: 4, throttle: 12, error: 4 })[type] ?? 1;
const fault = fc.oneof(
  ...Object.entries(faults).map(([type, fields]) => ({
    weight: weight(type),
    arbitrary: fields.map((given) => ({ type, ...given })),
  })),
);

test("the property knows every fault of the emulator", () => {
  assert.deepEqual(Object.keys(faults).sort(), [...faultTypes].sort());
});

/** A 429 with any code is throttling. */
const isHarmless = ({ status, code, fault }) => {
  if (fault?.body !== undefined) return status === 429 && fault.body === refused;
  return code !== undefined && (harmless.has(code) || status === 429);
};

/** Starts a recording with the faults `list`; resolves to the requests that the service received and the result or error of the call. */
async function start(list, options, signatureMethod) {
  const emulator = createLiveEmulator({ faults: list });
  let end;
  const live = createClient({
    credentials: testAccessKey,
    fetch: emulator.fetch,
    signatureMethod,
    retry: { maxAttempts: 4, baseDelayMs: 0, maxDelayMs: 1 },
    onEvent: (event) => (end = event),
  });
  const told = await live.call("StartRtcCloudRecording", newRecording, options).catch((error) => error);
  const executed = emulator.requests.filter((request) => request.executed).length;
  return { ...emulator, told, end, executed };
}

const lists = fc.array(fault, { minLength: 1, maxLength: 5 });
const methods = fc.constantFrom("ACS3-HMAC-SHA256", "HMAC-SHA1");

test("500 lists of faults: no recording is started twice, and no request follows one with an unknown fate", async () => {
  const seen = { answered: 0, unknown: 0, known: 0, again: 0 };
  await fc.assert(
    fc.asyncProperty(lists, methods, async (list, signatureMethod) => {
      const { requests, recordings, told, end, executed } = await start(
        list,
        { attemptTimeoutMs: 25 },
        signatureMethod,
      );
      assert.ok(executed <= 1 && recordings.size === executed, `${executed} times`);
      for (const request of requests.slice(0, -1)) assert.ok(isHarmless(request), JSON.stringify(request));
      assert.equal(told.attempts, requests.length);
      assert.deepEqual([end.type, end.attempts], ["outcome", told.attempts]);
      if (told instanceof Error) {
        assert.equal(told.name, "LiveError", told.stack);
        if (executed > 0) assert.equal(told.outcomeUnknown, true, told.message);
        assert.deepEqual([end.outcome, end.outcomeUnknown], ["failed", told.outcomeUnknown]);
      } else {
        assert.deepEqual([executed, end.outcome, end.outcomeUnknown], [1, "answered", false]);
        assert.ok(recordings.has(told.reply.TaskId));
      }
      if (told.attempts > 1) seen.again++;
      seen[told instanceof Error ? (told.outcomeUnknown ? "unknown" : "known") : "answered"]++;
    }),
    { numRuns: 500, includeErrorInReport: true },
  );
  assert.ok(Object.values(seen).every((count) => count > 10), JSON.stringify(seen)); // biome-ignore format: a condition
});

test("200 lists of faults: an idempotent action is sent again, and its end is as truthful", async () => {
  let again = 0;
  await fc.assert(
    fc.asyncProperty(lists, async (list) => {
      const { requests, told, executed } = await start(list, { attemptTimeoutMs: 25, idempotent: true });
      assert.equal(told.attempts, requests.length);
      if (told instanceof Error && executed > 0) assert.equal(told.outcomeUnknown, true, told.message);
      if (!(told instanceof Error)) assert.ok(executed >= 1);
      if (requests.slice(0, -1).some((request) => !isHarmless(request))) again++;
    }),
    { numRuns: 200, includeErrorInReport: true },
  );
  assert.ok(again > 20, `${again} calls`);
});

const lost = [
  "lost-reply",
  "reset",
  "hang",
  "truncated",
  "empty",
  "unavailable",
  "internal-error",
  "xml",
  { type: "garbage", body: "<p>" },
  { type: "redirect", location: "/" },
  { type: "error", code: "SignatureNonceUsed", executes: true },
];

for (const fault of lost) {
  const name = fault.type ?? fault;
  test(`${name}: one request, and an outcome that is unknown`, async () => {
    const { requests, told } = await start([fault], { attemptTimeoutMs: 250 });
    assert.deepEqual([requests.length, told.attempts, told.outcomeUnknown], [1, 1, true], told.message);
  });

  test(`${name}: with idempotent: true a second request is answered`, async () => {
    const { requests, told } = await start([fault], { attemptTimeoutMs: 250, idempotent: true });
    assert.deepEqual([requests.length, told.attempts], [2, 2], told.message);
    assert.match(told.reply.TaskId, /^[0-9a-f-]{36}$/);
  });
}

test("after a throttled and an expired request, only the third is executed", async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const expired = { type: "error", code: "InvalidTimeStamp.Expired", headers: { date } };
  const { recordings, told } = await start(["throttle", expired, null]);
  // The corrected clock differs from the service's clock, so the service refuses the third attempt.
  assert.deepEqual([told.attempts, told.outcomeUnknown, recordings.size], [3, false, 0]);
});

test("a request that was never sent is followed by another", async () => {
  let sent = 0;
  const emulator = createLiveEmulator();
  const fetch = async (url, init) => {
    sent++;
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    if (sent < 3) throw new TypeError("fetch failed", { cause });
    return emulator.fetch(url, init);
  };
  const live = createClient({ credentials: testAccessKey, fetch, retry: { baseDelayMs: 0 } });
  const { attempts } = await live.call("StartRtcCloudRecording", newRecording);
  assert.deepEqual([attempts, emulator.requests.length], [3, 1]);
});

test("an expired token is renewed, and the action is sent again", async () => {
  const keys = [1, 2].map((n) => ({ ...testAccessKey, accessKeyId: `id-${n}`, securityToken: `token-${n}` }));
  const emulator = createLiveEmulator({ accessKeys: [{ ...keys[0], expiration: 0 }, keys[1]] });
  const left = [...keys];
  const live = createClient({ credentials: () => left.shift(), fetch: emulator.fetch });
  const { attempts } = await live.call("StartRtcCloudRecording", newRecording);
  assert.deepEqual([attempts, emulator.recordings.size], [2, 1]);
});
