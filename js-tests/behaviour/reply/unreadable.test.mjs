// Unreadable replies, of any status: retried, then rejected with a code, an excerpt of the body and an unknown outcome. A refusal that
// cannot be read is an unreadable reply.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { quick, rejection, responding, serving, task } from "../../support/live.mjs";

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
  ["a string", garbage('"quoted"'), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "quoted"],
  ["an array", garbage("[]"), { ...protocol, code: "ERR_UNREADABLE_REPLY" }, "[]"],
  ["invalid UTF-8", garbage(new Uint8Array([0x7b, 0x22, 0xff, 0xfe])), { ...protocol, code: "ERR_UNREADABLE_REPLY" }],
  ["an empty object", garbage("{}"), { ...protocol, code: "ERR_INCOMPLETE_REPLY" }],
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

const refusal = JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "m" });
const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });

/** A client that sends three requests at most. */
const retrying = (...replies) => responding(replies, { retry: { ...quick, maxAttempts: 3 } });

test("a refusal that can be read is one", async () => {
  for (const status of [400, 401, 403, 404, 405, 409, 422, 451]) {
    const { kind, code, httpStatus, attempts, outcomeUnknown, retryable } = await rejection(
      retrying([status, refusal]).stopRtcCloudRecording(task),
    );
    assert.deepEqual(
      [kind, code, httpStatus, attempts, outcomeUnknown, retryable],
      ["service", "NoPermission", status, 1, false, false],
    );
  }
});

const xml = (inner) => `<?xml version="1.0"?>\n<Error a="1 &gt; 0" b='"'>${inner}</Error>`;
const ids = "<RequestId>R</RequestId><HostId>h</HostId>";
const inXml = `${ids}<Code>C</Code>`;

const unreadableRefusals = {
  cut: refusal.slice(0, -1),
  "cut in its code": '{"RequestId":"R","Code":"NoPerm',
  empty: "",
  "white space": " \r\n",
  "not UTF-8": Uint8Array.of(...new TextEncoder().encode(refusal.slice(0, -2)), 0xff, 0x22, 0x7d),
  "longer than 64 KB": JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "x".repeat(65_536) }),
  "an array": `[${refusal}]`,
  "a string": '"NoPermission"',
  null: "null",
  "a number": "403",
  "an object without anything": "{}",
  "an object without a request ID": '{"Code":"NoPermission","Message":"m"}',
  "an object with a blank request ID": '{"Code":"NoPermission","RequestId":" "}',
  "an object without a code": '{"RequestId":"R","Message":"m"}',
  "an object with a code of a success": '{"RequestId":"R","Code":"OK"}',
  "an object with a code that is a number": '{"RequestId":"R","Code":403}',
  "an object with a code that is no code": '{"RequestId":"R","Code":"you may not"}',
  "an object with two codes": '{"RequestId":"R","Code":"NoPermission","code":"NotFound.Task"}',
  "a nested object": `{"error":${refusal}}`,
  "a page": "<html><body>Forbidden</body></html>",
  "two documents": `${refusal}${refusal}`,
  "XML with CDATA": xml(`${inXml}<Message><![CDATA[<b>&amp;]]></Message>`),
  "XML with a comment": xml(`${inXml}<!-- a comment -->`),
  "XML with two codes": xml(`${inXml}<Deep><Code>no</Code></Deep>`),
  "XML with a namespace": `<x:Error xmlns:x="u"><x:RequestId>R</x:RequestId><x:Code>C</x:Code></x:Error>`,
  "XML without a request ID": xml("<Code>C</Code>"),
  "XML that is cut before its end": `<Error>${inXml}`,
  "XML that is cut in its end": `<Error>${inXml}</Err`,
  "XML that is cut in its code": `<Error>${ids}<Code>C</Cod`,
  "XML with a code closed by another name": `<Error>${ids}<Code>C</Cod></Error>`,
  "XML with an unknown reference": xml(`${ids}<Code>&bogus;</Code>`),
  "XML with a reference named like a member of Object.prototype": xml(`${ids}<Code>&toString;</Code>`),
  "XML with a reference beyond Unicode": xml(`${ids}<Code>&#x110000;</Code>`),
  "XML with a bare ampersand": xml(`${ids}<Code>a & b</Code>`),
  "XML with a document type": `<!DOCTYPE Error [<!ENTITY e "C">]>${xml(`${ids}<Code>&e;</Code>`)}`,
  "XML with another root element": `<html><body>${inXml}</body></html>`,
  "XML with something behind it": `${xml(inXml)}<p>more</p>`,
};

for (const [what, body] of Object.entries(unreadableRefusals)) {
  test(`a 4xx that is ${what} is asked again, and unknown in the end`, async () => {
    for (const status of [400, 401, 403, 404, 409, 413, 429]) {
      const error = await rejection(retrying([status, body]).stopRtcCloudRecording(task));
      const { kind, code, httpStatus, attempts, outcomeUnknown, retryable, message } = error;
      assert.deepEqual(
        [kind, code, httpStatus, attempts, outcomeUnknown, retryable],
        ["protocol", "ERR_HTTP_STATUS", status, 3, true, true],
        message,
      );
    }
    const settled = retrying([403, body], [200, success]);
    assert.deepEqual(await settled.stopRtcCloudRecording(task), {
      outcome: "stopped",
      attempts: 2,
      requestId: "R",
      ...task,
    });
    // The later refusal is about its own attempt; the earlier attempt may have stopped the task.
    const refused = await rejection(retrying([403, body], [403, refusal]).stopRtcCloudRecording(task));
    assert.deepEqual([refused.kind, refused.code, refused.outcomeUnknown], ["service", "NoPermission", true]);
  });
}

test("a readable refusal of exactly 64 KB is one, and of one byte more is not", async () => {
  const body = (length) => {
    const empty = JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "" });
    return empty.replace('""', `"${"x".repeat(length - empty.length)}"`);
  };
  assert.equal(body(65_536).length, 65_536);
  const read = await rejection(retrying([403, body(65_536)]).stopRtcCloudRecording(task));
  assert.deepEqual([read.code, read.attempts, read.outcomeUnknown], ["NoPermission", 1, false]);
  const long = await rejection(retrying([403, body(65_537)]).stopRtcCloudRecording(task));
  assert.deepEqual([long.code, long.attempts, long.outcomeUnknown], ["ERR_HTTP_STATUS", 3, true]);
});

for (const status of [408, 425, 499, 500, 502, 503, 504]) {
  test(`HTTP ${status} may have been executed, also with a code`, async () => {
    for (const [body, kind] of [
      [JSON.stringify({ RequestId: "R", Code: "Brandnew", Message: "m" }), "service"],
      ["<html>", "protocol"],
      ["", "protocol"],
    ]) {
      const error = await rejection(retrying([status, body]).stopRtcCloudRecording(task));
      assert.deepEqual(
        [error.kind, error.httpStatus, error.attempts, error.outcomeUnknown, error.retryable],
        [kind, status, 3, true, true],
      );
    }
  });
}

test("HTTP 407 names the proxy", async () => {
  for (const body of ["", "<html>Proxy Authentication Required</html>"]) {
    const { kind, code, message, outcomeUnknown } = await rejection(retrying([407, body]).stopRtcCloudRecording(task));
    assert.deepEqual([kind, code, outcomeUnknown], ["protocol", "ERR_HTTP_STATUS", true]);
    assert.match(message, /HTTP 407\) from a proxy/);
  }
});

test("a body that breaks while it is read is a lost reply, with any status", async () => {
  for (const status of [200, 400, 403]) {
    const fetch = async () => {
      const stream = new ReadableStream({
        pull(controller) {
          controller.error(new TypeError("terminated"));
        },
      });
      return new Response(stream, { status });
    };
    const live = createClient({ credentials: testAccessKey, fetch, retry: quick });
    const { kind, code, attempts, outcomeUnknown } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([kind, code, attempts, outcomeUnknown], ["network", "ERR_NETWORK", 4, true]);
  }
});
