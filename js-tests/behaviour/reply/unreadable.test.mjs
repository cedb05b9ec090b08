// Unreadable replies: retried, then rejected with a code, an excerpt of the body and the state of the outcome.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection, serving, task } from "../../support/live.mjs";

const html = `<html><body>${"quoted ".repeat(2000)}</body></html>`;
/** Expected members of the errors. */
const page = { kind: "protocol", code: "ERR_HTTP_STATUS", outcomeUnknown: true };
const protocol = { kind: "protocol", httpStatus: 200, outcomeUnknown: true };
const garbage = (body, rest) => ({ type: "garbage", body, executes: false, ...rest });

/** Replies with the fault that makes them, the expected error, and text that the message quotes. */
const rows = [
  [
    "HTTP 500 with a message and no code",
    { type: "error", status: 500, body: '{"message":"boom"}' },
    { ...page, httpStatus: 500 },
    "boom",
  ],
  [
    "HTTP 500 with a code",
    "internal-error",
    { kind: "service", code: "InternalError", httpStatus: 500, outcomeUnknown: true },
  ],
  [
    "HTTP 503 in HTML",
    { type: "error", status: 503, body: html, contentType: "text/html" },
    { ...page, httpStatus: 503 },
    "quoted",
  ],
  ["HTTP 502 without a body", { type: "error", status: 502, body: "" }, { ...page, httpStatus: 502 }],
  ["HTTP 200 without a body", { type: "empty", executes: false }, { ...protocol, code: "ERR_EMPTY_REPLY" }],
  ["HTTP 200 in HTML", garbage(html), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "quoted"],
  ["truncated JSON", garbage('{"RequestId":"5F6E-quoted'), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "quoted"],
  ["null", garbage("null"), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "null"],
  ["an array", garbage("[]"), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "[]"],
  ["invalid UTF-8", garbage(new Uint8Array([0x7b, 0x22, 0xff, 0xfe])), { ...protocol, code: "ERR_UNREADABLE_REPLY" }],
  [
    "an object without RequestId",
    garbage('{"TaskId":"task-1"}'),
    { ...protocol, code: "ERR_INCOMPLETE_REPLY" },
    "task-1",
  ],
  ["an object without TaskId", garbage('{"RequestId":"R"}'), { ...protocol, code: "ERR_INCOMPLETE_REPLY" }],
  [
    "the reply of another task",
    garbage('{"RequestId":"R","TaskId":"other"}'),
    { ...protocol, code: "ERR_MISMATCHED_REPLY" },
    "other",
  ],
  ["a body of a megabyte", garbage("x".repeat(2 ** 20)), { ...protocol, code: "ERR_OVERSIZED_REPLY" }, "xxx"],
  [
    "HTTP 200 with an error code",
    garbage('{"Code":"Odd","Message":"m","RequestId":"R"}'),
    { kind: "service", code: "Odd", outcomeUnknown: true },
  ],
  [
    "a connection that breaks in the body",
    { type: "truncated", executes: false },
    { kind: "network", code: "ERR_NETWORK", outcomeUnknown: true },
  ],
  [
    "a redirect",
    { type: "redirect", location: "http://127.0.0.1:9/" },
    { kind: "protocol", code: "ERR_REDIRECTED", httpStatus: 302, outcomeUnknown: true },
  ],
];

for (const [what, fault, expected, quoted = ""] of rows) {
  test(`rejects ${what} with ${expected.kind} ${expected.code} after all attempts`, async (t) => {
    const { emulator, live } = await serving(t, { faultFor: () => fault });
    const error = await rejection(live().stopRtcCloudRecording(task));
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(error[name], value, `${name}: ${error.message}`);
    assert.deepEqual([error.attempts, error.retryable], [4, true]);
    assert.ok(error.message.includes(quoted), error.message);
    assert.equal(emulator.requests.length, 4);
  });
}

test("quotes at most 256 characters of a body, on one line", async (t) => {
  for (const letter of ["q", "監", "🎥"]) {
    const body = `<p>\r\n${letter.repeat(5000)}`;
    for (const fault of [
      garbage(body),
      { type: "error", status: 400, body },
      { type: "error", code: "C", message: letter.repeat(5000) },
    ]) {
      const { live } = await serving(t, { faultFor: () => fault });
      const error = await rejection(live({ retry: false }).stopRtcCloudRecording(task));
      const shown = [...error.message].filter((character) => character === letter).length;
      assert.ok(shown > 200 && shown <= 256, `${shown} characters of the body`);
      assert.doesNotMatch(error.message, /[\r\n]/);
    }
  }
});

test("resolves when a good reply follows an unreadable one", async (t) => {
  for (const fault of ["empty", "truncated", "unavailable", "internal-error", garbage(html)]) {
    const { live } = await serving(t, { faults: [fault] });
    const { outcome, attempts } = await live().stopRtcCloudRecording(task);
    assert.ok(outcome.endsWith("stopped"));
    assert.equal(attempts, 2);
  }
});

const success = { RequestId: "R", TaskId: task.taskId };

for (const [what, body, code] of [
  ["null", "null", "ERR_UNREADABLE_REPLY"],
  ["an array", "[]", "ERR_UNREADABLE_REPLY"],
  ["a string", '"text"', "ERR_UNREADABLE_REPLY"],
  ["truncated", '{"RequestId":"R","TaskId"', "ERR_UNREADABLE_REPLY"],
  ["not UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), "ERR_UNREADABLE_REPLY"],
  ["of 70,000 bytes", JSON.stringify({ ...success, padding: "x".repeat(70_000) }), "ERR_OVERSIZED_REPLY"],
  ["empty", "", "ERR_EMPTY_REPLY"],
  ["an empty object", "{}", "ERR_INCOMPLETE_REPLY"],
  ["the reply of another task", '{"RequestId":"R","TaskId":"other"}', "ERR_MISMATCHED_REPLY"],
]) {
  test(`HTTP 200 with a body that is ${what} has an unknown outcome and the code ${code}`, async () => {
    const fetch = async () => new Response(body, { status: 200 });
    const live = createClient({ credentials: testAccessKey, retry: false, fetch });
    const error = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([error.kind, error.code, error.outcomeUnknown], ["protocol", code, true]);
  });
}
