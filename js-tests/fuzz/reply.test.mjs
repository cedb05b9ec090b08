// Fuzz of the reply reader as it is shipped: a client whose `fetch` returns any status, any headers and any bytes.
//
// 2,000 runs, or as many as APSARA_LIVE_FUZZ_RUNS says: `APSARA_LIVE_FUZZ_RUNS=1000000 npm test -- fuzz`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, LiveError } from "apsara-live";
import fc from "fast-check";
import { httpDates, isSuccess, mayBeAlreadyStopped, mayBeRefusal, strictHttpDate } from "./judge.mjs";

const numRuns = Number(process.env.APSARA_LIVE_FUZZ_RUNS ?? 2000);
const seed = process.env.APSARA_LIVE_FUZZ_SEED === undefined ? {} : { seed: Number(process.env.APSARA_LIVE_FUZZ_SEED) };
const taskId = "task-1";
const credentials = { accessKeyId: "marker-id", accessKeySecret: "marker-secret", securityToken: "marker-token" };
const secrets = Object.values(credentials);

const word = fc.constantFrom(
  taskId,
  "R",
  "",
  " ",
  "OK",
  "200",
  "Success",
  "false",
  "C",
  "NoPermission",
  "InvalidParameter.TaskId",
  "NotFound.Task",
  "Throttling.User",
  "InternalError",
  "SignatureNonceUsed",
  "InvalidTimeStamp.Expired",
  "marker-secret",
  "x marker-token x",
  "FAILED",
  "task state: STOPPED",
);
const name = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      ...["RequestId", "requestId", "TaskId", "taskid", "Code", "code", "CODE", "Message", "Recommend", "HostId"],
      ...["Success", "success", "Error", "errors", "errorCode", "error_message", "Err-Code", "Data", "__proto__"],
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 8, arbitrary: word },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, 1, 200, 2 ** 53) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 1, arbitrary: tie("object") },
  ),
  object: fc.array(fc.tuple(name, tie("value")), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
}));
/** An object that is nearly a success or a refusal, so that the rare outcomes are not rare here. */
const near = fc
  .tuple(
    fc.constantFrom([["RequestId", "R"]], [["requestid", "R"]], []),
    fc.constantFrom([["TaskId", taskId]], [["taskId", taskId]], [["Code", "InvalidParameter.TaskId"]], [["Code", "C"]]),
    fc.array(fc.tuple(name, value), { maxLength: 2 }),
  )
  .map(
    (parts) =>
      `{${parts
        .flat()
        .map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`)
        .join()}}`,
  );
const element = fc
  .tuple(fc.constantFrom("RequestId", "Code", "Message", "TaskId", "x"), word)
  .map(([tag, text]) => `<${tag}>${text}</${tag}>`);
const xml = fc
  .tuple(
    fc.constantFrom("<Error>", '<?xml version="1.0"?><Error>', "<html>", '<!DOCTYPE Error><Error a="b">', "<Errors>"),
    fc.array(element, { maxLength: 4 }),
    fc.constantFrom("</Error>", "</html>", "", "</Error><Error/>"),
  )
  .map(([open, inner, close]) => `${open}${inner.join("")}${close}`);

const encoded = (text) => new TextEncoder().encode(text);
const whole = fc
  .oneof(
    { weight: 4, arbitrary: near },
    { weight: 2, arbitrary: value.map((any) => JSON.stringify(any)) },
    { weight: 2, arbitrary: xml },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  )
  .map(encoded);
/** Changes to a body on the way. */
const body = fc.oneof(
  { weight: 6, arbitrary: whole },
  { weight: 1, arbitrary: fc.tuple(whole, fc.nat(80)).map(([bytes, length]) => bytes.subarray(0, length)) },
  { weight: 1, arbitrary: fc.tuple(whole, whole).map(([one, two]) => Uint8Array.of(...one, ...two)) },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, fc.nat(80), fc.nat(255)).map(([bytes, at, byte]) => {
      const changed = Uint8Array.from(bytes);
      changed[at % (bytes.length || 1)] = byte;
      return changed;
    }),
  },
  { weight: 1, arbitrary: whole.map((bytes) => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);
const longBody = fc
  .tuple(fc.constantFrom(65_535, 65_536, 65_537, 200_000), fc.constantFrom("stopped", "refused"))
  .map(([length, what]) => {
    const text = JSON.stringify({ RequestId: "R", TaskId: taskId, ...(what === "refused" && { Code: "C" }), x: "" });
    return encoded(text.replace('"x":""', `"x":"${"x".repeat(length - text.length)}"`));
  });

const DAY_MS = 86_400_000;
/** Seconds of any year, or of these days: an offset of more than a day is not learnt. */
const seconds = (anyYear) =>
  fc.oneof(
    anyYear,
    fc.integer({ min: -100_000, max: 100_000 }).map((offset) => Math.trunc(Date.now() / 1000) + offset),
  );
const dateText = fc.oneof(
  fc
    .tuple(seconds(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 })), fc.nat(3))
    .map(([seconds, form]) => httpDates(seconds * 1000)[form]),
  fc
    .tuple(
      seconds(fc.integer({ min: 0, max: 4_102_444_800 })),
      fc.nat(3),
      fc.nat(28),
      fc.constantFrom(..."0123456789 :-,GSJanFb"),
    )
    .map(([seconds, form, at, character]) => {
      const text = httpDates(seconds * 1000)[form];
      return text.slice(0, at) + character + text.slice(at + 1);
    }),
  fc.constantFrom(
    "1",
    "0",
    "2026",
    "Sat, 31 Feb 2026 00:00:00 GMT",
    "Fri, 01 Jan 10000 00:00:00 GMT",
    "Sun Feb 29 00:00:00 2026",
  ),
);
const headerText = fc.oneof(
  dateText,
  fc.constantFrom("0", "1", "-1", "1.5", "250", "1e3", "999999999999999", "R", "marker-secret", ""),
);
const headers = fc.dictionary(
  fc.constantFrom("date", "retry-after", "x-acs-retry-after", "x-acs-request-id"),
  headerText,
);
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 400, 403, 404, 408, 429, 500, 503) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999 }) },
);
const response = fc.record({
  status,
  headers,
  bytes: fc.oneof({ weight: 30, arbitrary: body }, { weight: 1, arbitrary: longBody }),
});

/** A response with any status, in the form that a `fetch` of the caller may return. */
const respond = ({ status, headers, bytes }) => ({
  status,
  headers: new Headers(headers),
  body: new Blob([bytes]).stream(),
});

/** Makes a call of one attempt; resolves to its result or error, and its events. */
async function ended(reply) {
  const events = [];
  const fetch = async () => respond(reply);
  const live = createClient({ credentials, fetch, retry: false, onEvent: (event) => events.push(event) });
  const end = await live.stopRtcCloudRecording({ taskId }).catch((error) => error);
  return { end, events, live };
}

test(`any response: ${numRuns} runs`, async () => {
  const seen = {};
  await fc.assert(
    fc.asyncProperty(response, async (reply) => {
      const { end, events, live } = await ended(reply);
      const what = end instanceof LiveError ? `${end.kind} ${end.outcomeUnknown}` : end.outcome;
      seen[what] = (seen[what] ?? 0) + 1;
      // Exactly the successes are stopped.
      assert.equal(end.outcome === "stopped", isSuccess(reply, taskId), what);
      if (end.outcome === "already-stopped") assert.ok(mayBeAlreadyStopped(reply), what);
      if (end.outcome === undefined) {
        assert.ok(end instanceof LiveError, String(end?.stack));
        assert.ok(["service", "throttled", "protocol"].includes(end.kind), `${end.kind}: ${end.message}`);
        assert.equal(end.httpStatus, reply.status);
        assert.equal(end.attempts, 1);
        // A known outcome needs a readable response of the service.
        if (!end.outcomeUnknown) assert.ok(mayBeRefusal(reply), what);
        if (end.kind === "protocol") assert.ok(end.outcomeUnknown && end.retryable);
        if ([408, 425, 499].includes(reply.status) && end.kind === "protocol") assert.ok(end.outcomeUnknown);
      }
      // The events say the same, and nothing shows a secret.
      const last = events.at(-1);
      assert.equal(last.type, "outcome");
      assert.equal(last.outcomeUnknown, end.outcomeUnknown ?? false);
      assert.equal(last.outcome, end.outcome ?? "failed");
      const shown = JSON.stringify([end, events, String(end?.message)]);
      assert.ok(!secrets.some((secret) => shown.includes(secret)), shown);
      // The client can still sign.
      assert.ok(Number.isFinite(live.clockOffsetMs));
      await live.sign("StopRtcCloudRecording", { taskId });
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
  // A fuzz test proves nothing about an outcome that it never reaches.
  for (const what of [
    "stopped",
    "already-stopped",
    "service false",
    "service true",
    "protocol true",
    "throttled false",
  ])
    assert.ok(seen[what] > 0, `${what} in ${JSON.stringify(seen)}`);
});

test(`any Date: learnt as a strict reader reads it, ${numRuns} runs`, async () => {
  let learnt = 0;
  await fc.assert(
    fc.asyncProperty(dateText, async (date) => {
      const refusal = encoded(JSON.stringify({ Code: "InvalidTimeStamp.Expired", RequestId: "R" }));
      const before = Date.now();
      const { live } = await ended({ status: 400, headers: { date }, bytes: refusal });
      const after = Date.now();
      const expected = strictHttpDate(date.trim(), before);
      const offset = live.clockOffsetMs;
      if (expected === undefined || Math.abs(expected - before) > DAY_MS + 10_000) {
        return assert.equal(offset, 0, date);
      }
      // It depends on the moment whether the last seconds of the day are learnt.
      if (offset === 0 && Math.abs(expected - before) > DAY_MS - 10_000) return;
      learnt++;
      assert.ok(offset <= expected - before && offset >= expected - after, `${date}: ${offset}`);
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
  assert.ok(learnt > 0);
});

test(`any date in retry-after: read as a strict reader reads it, ${numRuns} runs`, async () => {
  const date = "Fri, 02 Jan 2026 03:04:05 GMT";
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  await fc.assert(
    fc.asyncProperty(dateText, async (text) => {
      const throttled = encoded(JSON.stringify({ Code: "Throttling.User", RequestId: "R" }));
      const { end } = await ended({ status: 429, headers: { date, "retry-after": text }, bytes: throttled });
      const ms = (strictHttpDate(text.trim(), now) ?? now) - now;
      const seconds = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : 0;
      assert.equal(end.retryAfterMs, Math.max(ms, seconds) || undefined, text);
    }),
    { numRuns, ...seed, includeErrorInReport: true },
  );
});
