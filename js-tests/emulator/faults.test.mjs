// Faults: the response to the caller and the execution, equal in process and on a real socket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLiveEmulator, faultTypes, serviceErrors } from "apsara-live/testing";
import { acs3, send, sha1 } from "./signers.mjs";

const SOON = 2000;
const MS = 60;

/** Sends a request to a new emulator with `fault`; returns the response or error, and the emulator's record. */
async function exchange(transport, fault, { sign = acs3, options = {}, init = {} } = {}) {
  const emulator = createLiveEmulator({ recordings: { task: "RUNNING" }, faults: [fault] });
  const server = transport === "socket" ? await emulator.serve() : undefined;
  const host = server === undefined ? "127.0.0.1:1" : `127.0.0.1:${server.port}`;
  const at = now();
  const started = performance.now();
  const seen = {};
  try {
    const response = await send(
      server ? globalThis.fetch : emulator.fetch,
      sign({ scheme: "http", host, at, ...options }),
      init,
    );
    seen.headersMs = performance.now() - started;
    seen.status = response.status;
    seen.headers = response.headers;
    seen.text = await response.text();
  } catch (error) {
    seen.error = error;
  } finally {
    await server?.close();
  }
  seen.ms = performance.now() - started;
  return { seen, emulator, received: emulator.requests[0], stopped: emulator.recordings.get("task") === "STOPPED" };
}

const now = () => new Date().toISOString().replace(/\.\d+/, "");
const isReset = ({ error }) =>
  assert.deepEqual([error?.name, error?.message, error?.cause?.code], ["TypeError", "fetch failed", "ECONNRESET"]);
const isCut = ({ error, status }) =>
  assert.deepEqual(
    [status, error?.name, error?.message, error?.cause?.code],
    [200, "TypeError", "terminated", "UND_ERR_SOCKET"],
  );
const isTimeout = ({ error }) => assert.equal(error?.name, "TimeoutError");
const isError =
  (code, status = serviceErrors[code].status) =>
  ({ status: actual, text }) =>
    assert.deepEqual([actual, JSON.parse(text).Code], [status, code]);
const isSuccess = ({ status, text }) => assert.deepEqual([status, JSON.parse(text).TaskId], [200, "task"]);
const has =
  (name, value) =>
  ({ headers }) =>
    assert.equal(headers.get(name), value);
const tookAtLeast = (ms) => (seen) => assert.ok(seen.ms >= ms - 5, `${seen.ms} ms`);
const all =
  (...checks) =>
  (seen) => {
    for (const check of checks) check(seen);
  };
const soon = () => ({ signal: AbortSignal.timeout(MS) });
const brokenText = new Uint8Array([0x7b, 0xff, 0xfe]);

/** Faults, whether they stop the recording, the check of the response or error, and options of fetch. */
const ROWS = [
  [null, true, isSuccess],
  ["none", true, isSuccess],
  [
    { type: "none", headers: { Date: null, "X-Extra": "1" } },
    true,
    all(isSuccess, has("date", null), has("x-extra", "1")),
  ],
  ["throttle", false, all(isError("Throttling.User"), has("x-acs-retry-after", null), has("retry-after", null))],
  [
    { type: "throttle", code: "Throttling.Api", status: 429, retryAfterMs: 1000, retryAfter: "2" },
    false,
    all(isError("Throttling.Api", 429), has("x-acs-retry-after", "1000"), has("retry-after", "2")),
  ],
  [
    { type: "throttle", code: "Throttling.Made.Up", retryAfterMs: "soon", executes: true },
    true,
    all(isError("Throttling.Made.Up", 400), has("x-acs-retry-after", "soon")),
  ],
  ["error", false, isError("InternalError")],
  [{ type: "error", code: "IllegalOperation" }, false, isError("IllegalOperation", 401)],
  [
    { type: "error", status: 400, body: '{"message":"boom"}' },
    false,
    (seen) => assert.deepEqual([seen.status, seen.text], [400, '{"message":"boom"}']),
  ],
  [
    { type: "error", status: 502, body: "<html>", contentType: "text/html", executes: true },
    true,
    all((seen) => assert.deepEqual([seen.status, seen.text], [502, "<html>"]), has("content-type", "text/html")),
  ],
  [{ type: "error", status: 204, body: "" }, false, (seen) => assert.deepEqual([seen.status, seen.text], [204, ""])],
  ["internal-error", false, isError("InternalError")],
  [
    { type: "internal-error", executes: true, message: "boom" },
    true,
    all(isError("InternalError"), ({ text }) => assert.equal(JSON.parse(text).Message, "boom")),
  ],
  [
    "unavailable",
    false,
    all(
      ({ status, text }) => assert.deepEqual([status, text.startsWith("<html>")], [503, true]),
      has("content-type", "text/html;charset=utf-8"),
    ),
  ],
  [
    { type: "unavailable", status: 504, executes: true, retryAfter: 3 },
    true,
    all(({ status }) => assert.equal(status, 504), has("retry-after", "3")),
  ],
  [
    { type: "redirect", location: "https://elsewhere.example/" },
    false,
    all(({ status }) => assert.equal(status, 302), has("location", "https://elsewhere.example/")),
    () => ({ redirect: "manual" }),
  ],
  [
    { type: "redirect", location: "/", status: 307 },
    false,
    ({ error }) => assert.deepEqual([error?.name, error?.message], ["TypeError", "fetch failed"]),
    () => ({ redirect: "error" }),
  ],
  ["reset", false, isReset],
  ["lost-reply", true, isReset],
  ["empty", true, ({ status, text }) => assert.deepEqual([status, text], [200, ""])],
  [
    { type: "empty", status: 500, executes: false },
    false,
    ({ status, text }) => assert.deepEqual([status, text], [500, ""]),
  ],
  [
    { type: "garbage", body: brokenText },
    true,
    ({ status, text }) => assert.deepEqual([status, text], [200, "{\ufffd\ufffd"]),
  ],
  [
    { type: "garbage", body: "null", status: 400, contentType: "text/plain", executes: false },
    false,
    all(({ status, text }) => assert.deepEqual([status, text], [400, "null"]), has("content-type", "text/plain")),
  ],
  ["truncated", true, isCut],
  [{ type: "truncated", executes: false }, false, isCut],
  [
    "xml",
    true,
    all(
      ({ text }) =>
        assert.match(
          text,
          /<StopRtcCloudRecordingResponse><RequestId>[-0-9A-F]{36}<\/RequestId><TaskId>task<\/TaskId></,
        ),
      has("content-type", "text/xml;charset=utf-8"),
    ),
  ],
  [{ type: "slow", ms: MS }, true, all(isSuccess, tookAtLeast(MS))],
  [
    { type: "slow", ms: MS, part: "body" },
    true,
    all(isSuccess, tookAtLeast(MS), ({ headersMs, ms }) => assert.ok(ms - headersMs >= MS / 2)),
  ],
  [{ type: "slow", ms: MS, delay: "before-execution" }, true, all(isSuccess, tookAtLeast(MS))],
  [{ type: "slow", ms: SOON }, true, all(isTimeout, ({ status }) => assert.equal(status, undefined)), soon],
  [{ type: "slow", ms: SOON, part: "body" }, true, all(isTimeout, ({ status }) => assert.equal(status, 200)), soon],
  [{ type: "slow", ms: SOON, delay: "before-execution" }, false, isTimeout, soon],
  ["hang", true, all(isTimeout, ({ status }) => assert.equal(status, undefined)), soon],
  [{ type: "hang", part: "body" }, true, all(isTimeout, ({ status }) => assert.equal(status, 200)), soon],
  [{ type: "hang", executes: false }, false, isTimeout, soon],
];

for (const transport of ["in process", "socket"]) {
  for (const [fault, stopped, check, init = () => ({})] of ROWS) {
    test(`${transport}: applies the fault ${JSON.stringify(fault)}`, async () => {
      const result = await exchange(transport, fault, { init: init() });
      check(result.seen);
      assert.equal(result.stopped, stopped);
      assert.equal(result.received.executed, stopped);
      assert.equal(result.received.fault?.type ?? "none", fault?.type ?? fault ?? "none");
      assert.ok(result.seen.ms < SOON);
      if (result.seen.status !== undefined) assert.equal(result.received.status, result.seen.status);
      else if (result.seen.error?.cause?.code === "ECONNRESET" || fault?.type === "hang")
        assert.equal(result.received.status, undefined);
    });
  }

  // Faults of the gateway replace the response to a wrong signature. Faults of the service come after the signature check.
  for (const [fault, check] of [
    ["throttle", isError("SignatureDoesNotMatch")],
    ["internal-error", isError("SignatureDoesNotMatch")],
    ["slow", isError("SignatureDoesNotMatch")],
    ["unavailable", ({ status }) => assert.equal(status, 503)],
    ["reset", isReset],
    ["lost-reply", isReset],
    ["empty", ({ text }) => assert.equal(text, "")],
    ["truncated", ({ error }) => assert.equal(error?.message, "terminated")],
    ["xml", ({ status, text }) => assert.ok(status === 400 && text.includes("<Code>SignatureDoesNotMatch</Code>"))],
  ]) {
    test(`${transport}: applies the fault ${fault} to a request with a wrong signature`, async () => {
      const written = fault === "slow" ? { type: "slow", ms: 1 } : fault;
      const { seen, stopped } = await exchange(transport, written, {
        options: { credentials: { accessKeyId: "testid", accessKeySecret: "wrong" } },
      });
      check(seen);
      assert.equal(stopped, false);
    });
  }

  test(`${transport}: remembers the nonce of a throttled request, but not of a reset one`, async () => {
    for (const [fault, second] of [
      ["throttle", "SignatureNonceUsed"],
      ["reset", undefined],
    ]) {
      const { emulator } = await exchange(transport, fault, { sign: sha1, options: { nonce: "n" } });
      await send(emulator.fetch, sha1({ nonce: "n", at: now() }));
      assert.equal(emulator.requests[1].code, second);
    }
  });
}

test("every fault type has a test", () => {
  assert.deepEqual([...new Set(ROWS.map(([fault]) => fault?.type ?? fault ?? "none"))].sort(), [...faultTypes].sort());
});

test("uses one queued fault per request in order of arrival, then faultFor", async () => {
  const operations = [];
  const emulator = createLiveEmulator({
    faults: ["throttle", null, { type: "error", code: "UserQuotaExceed" }],
    faultFor: (request) => void operations.push(request.operation) ?? "internal-error",
  });
  const statuses = await Promise.all(
    [1, 2, 3, 4].map(async () => (await send(emulator.fetch, acs3({ at: now() }))).status),
  );
  assert.deepEqual(statuses, [400, 400, 403, 500]);
  assert.deepEqual(
    emulator.requests.map(({ code }) => code),
    ["Throttling.User", "NotFound.Task", "UserQuotaExceed", "InternalError"],
  );
  assert.deepEqual(operations, ["StopRtcCloudRecording"]);
  emulator.faults.push("reset");
  emulator.faults.unshift("empty");
  assert.deepEqual(
    emulator.faults.map(({ type }) => type),
    ["empty", "reset"],
  );
  emulator.faults.length = 0;
  assert.deepEqual(emulator.faults, []);
});

test("in process: follows redirects as fetch does, and sends no authorization to another origin", async () => {
  const at = now();
  for (const [location, status, method, authorized] of [
    ["/?a=1", 302, "GET", true],
    ["https://elsewhere.example/", 307, "POST", false],
  ]) {
    const emulator = createLiveEmulator({ faults: [{ type: "redirect", location, status }] });
    await send(emulator.fetch, acs3({ at }));
    const [, second] = emulator.requests;
    assert.deepEqual(
      [second.url, second.method, "authorization" in second.headers],
      [new URL(location, "https://live.aliyuncs.com/").href, method, authorized],
    );
  }
  const loop = createLiveEmulator({ faultFor: () => ({ type: "redirect", location: "/" }) });
  await assert.rejects(send(loop.fetch, acs3({ at })), { name: "TypeError", message: "fetch failed" });
});
