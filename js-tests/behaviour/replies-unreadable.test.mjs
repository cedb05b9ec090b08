// Replies that are not the service's best: each is typed, quoted in at most 256 characters, and says what is unknown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, serving, task } from "../support/live.mjs";

const html = `<html><body>${"quoted ".repeat(2000)}</body></html>`;
const service = { kind: "service", code: "ERR_HTTP_STATUS", outcomeUnknown: true };
const protocol = { kind: "protocol", status: 200, outcomeUnknown: true };
const garbage = (body, rest) => ({ type: "garbage", body, executes: false, ...rest });

const rows = [
  [
    "500 with a message alone",
    { type: "error", status: 500, body: '{"message":"boom"}' },
    { ...service, status: 500 },
    "boom",
  ],
  ["500 with a code", "internal-error", { kind: "service", code: "InternalError", status: 500, outcomeUnknown: true }],
  [
    "503 in HTML",
    { type: "error", status: 503, body: html, contentType: "text/html" },
    { ...service, status: 503 },
    "quoted",
  ],
  ["502 with nothing", { type: "error", status: 502, body: "" }, { ...service, status: 502 }],
  ["empty 200", { type: "empty", executes: false }, { ...protocol, code: "ERR_EMPTY_REPLY" }],
  ["HTML with 200", garbage(html), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "quoted"],
  ["JSON cut off", garbage('{"RequestId":"5F6E-quoted'), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "quoted"],
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
    "another task's reply",
    garbage('{"RequestId":"R","TaskId":"other"}'),
    { ...protocol, code: "ERR_MISMATCHED_REPLY" },
    "other",
  ],
  ["a megabyte", garbage("x".repeat(2 ** 20)), { ...protocol, code: "ERR_OVERSIZED_REPLY" }, "xxx"],
  [
    "200 with an error code",
    garbage('{"Code":"Odd","Message":"m","RequestId":"R"}'),
    { kind: "service", code: "Odd", outcomeUnknown: true },
  ],
  [
    "a body that breaks off",
    { type: "truncated", executes: false },
    { kind: "network", code: "ERR_NETWORK", outcomeUnknown: true },
  ],
  [
    "a redirect",
    { type: "redirect", location: "http://127.0.0.1:9/" },
    { kind: "protocol", code: "ERR_REDIRECTED", status: 302 },
  ],
];

for (const [what, fault, expected, quoted = ""] of rows) {
  test(`${what} → ${expected.kind} ${expected.code}, after all attempts`, async (t) => {
    const { emulator, live } = await serving(t, { faultFor: () => fault });
    const error = await rejection(live().stopRtcCloudRecording(task));
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(error[name], value, `${name}: ${error.message}`);
    assert.deepEqual([error.attempts, error.retryable], [4, true]);
    assert.ok(error.message.includes(quoted), error.message);
    assert.equal(emulator.requests.length, 4);
  });
}

test("an excerpt has at most 256 characters, on one line", async (t) => {
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

test("a broken reply before a good one ends well", async (t) => {
  for (const fault of ["empty", "truncated", "unavailable", "internal-error", garbage(html)]) {
    const { live } = await serving(t, { faults: [fault] });
    const { outcome, attempts } = await live().stopRtcCloudRecording(task);
    assert.ok(outcome.endsWith("stopped"));
    assert.equal(attempts, 2);
  }
});
