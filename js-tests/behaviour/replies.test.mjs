// What JavaScript reads of a reply for the core: JSON in any case of its names, flat XML, and dates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection, task } from "../support/live.mjs";

const answering = (status, body, headers = {}) =>
  createClient({
    credentials: testAccessKey,
    retry: false,
    fetch: async () => new Response(body, { status, headers }),
  }).stopRtcCloudRecording(task);

const success = { RequestId: "R", TaskId: task.taskId };

for (const [what, body] of [
  ["as documented", JSON.stringify(success)],
  ["with a byte order mark", `\ufeff${JSON.stringify(success)}`],
  ["with other members, nested", JSON.stringify({ a: { Code: "C" }, b: [null, 1.5], ...success })],
  ["in lower case", JSON.stringify({ requestid: "R", taskId: task.taskId })],
  ["in XML", `<StopResponse><RequestId>R</RequestId><TaskId>${task.taskId}</TaskId></StopResponse>`],
]) {
  test(`a success ${what}`, async () => {
    const { outcome, requestId } = await answering(200, body);
    assert.deepEqual([outcome, requestId], ["stopped", "R"]);
  });
}

for (const [what, body, code] of [
  ["null", "null", "ERR_UNREADABLE_REPLY"],
  ["an array", "[]", "ERR_UNREADABLE_REPLY"],
  ["text", '"text"', "ERR_UNREADABLE_REPLY"],
  ["cut", '{"RequestId":"R","TaskId"', "ERR_UNREADABLE_REPLY"],
  ["not UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), "ERR_UNREADABLE_REPLY"],
  ["of 70,000 bytes", JSON.stringify({ ...success, padding: "x".repeat(70_000) }), "ERR_OVERSIZED_REPLY"],
  ["empty", "", "ERR_EMPTY_REPLY"],
  ["about nothing", "{}", "ERR_INCOMPLETE_REPLY"],
  ["about another task", '{"RequestId":"R","TaskId":"other"}', "ERR_MISMATCHED_REPLY"],
]) {
  test(`a success that is ${what} → ${code}`, async () => {
    const error = await rejection(answering(200, body));
    assert.deepEqual([error.kind, error.code, error.outcomeUnknown], ["protocol", code, true]);
  });
}

const xml = (inner) => `<?xml version="1.0"?>\n<Error a="1 > 0" b='"'>${inner}</Error>`;

for (const [what, body, code, message] of [
  ["as documented", xml("<RequestId>R</RequestId><Code>C</Code><Message>M</Message>"), "C", "C: M"],
  [
    "with references",
    xml("<Code>C</Code><Message>a &lt;b&gt; &#38; &#x26; &amp;amp;</Message>"),
    "C",
    "C: a <b> & & &amp;",
  ],
  [
    "with CDATA and a comment",
    xml("<Code>C</Code><Message>a <![CDATA[<b>&amp;]]><!-- <Code> --></Message>"),
    "C",
    "C: a <b>&amp;",
  ],
  ["with elements within elements", xml("<Code>C</Code><Deep><Code>no</Code></Deep><Empty/>"), "C", "C: <?xml"],
  ["with a namespace", '<x:Error xmlns:x="u"><x:Code>C</x:Code ><x:Message>M</x:Message></x:Error>', "C", "C: M"],
  ["that is not closed", "<Error><Code>C</Code>", "ERR_HTTP_STATUS", "no code: <Error><Code>C</Code>"],
  ["closed by another name", "<Error><Code>C</Cod></Error>", "ERR_HTTP_STATUS", "no code"],
  ["with an unknown reference", xml("<Code>&bogus;</Code>"), "ERR_HTTP_STATUS", "no code"],
  ["with a reference that objects of JavaScript have", xml("<Code>&toString;</Code>"), "ERR_HTTP_STATUS", "no code"],
  ["with a reference to no character", xml("<Code>&#x110000;</Code>"), "ERR_HTTP_STATUS", "no code"],
  ["with a bare ampersand", xml("<Code>a & b</Code>"), "ERR_HTTP_STATUS", "no code"],
  [
    "with a document type",
    `<!DOCTYPE Error [<!ENTITY e "C">]>${xml("<Code>&e;</Code>")}`,
    "ERR_HTTP_STATUS",
    "no code",
  ],
  ["of another root", "<html><body><Code>C</Code></body></html>", "ERR_HTTP_STATUS", "no code"],
]) {
  test(`an error in XML ${what}`, async () => {
    const error = await rejection(answering(404, body));
    assert.deepEqual([error.kind, error.code, error.status], ["service", code, 404]);
    assert.ok(error.message.includes(`HTTP 404, ${message}`), error.message);
  });
}

test("retry-after, as a date, is counted from the date of the reply", async () => {
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const headers = { date, "retry-after": "Sun, 06 Nov 1994 08:49:40 GMT" };
  const error = await rejection(answering(429, "{}", headers));
  assert.deepEqual([error.kind, error.retryAfterMs], ["throttled", 3000]);
  for (const useless of ["0", "-7", "soon", "Sun, 06 Nov 1994 08:49:30 GMT"]) {
    const { retryAfterMs } = await rejection(answering(429, "{}", { date, "retry-after": useless }));
    assert.equal(retryAfterMs, undefined, useless);
  }
  const both = { "x-acs-retry-after": "250", "retry-after": "7" };
  assert.equal((await rejection(answering(429, "{}", both))).retryAfterMs, 250);
  const seconds = await rejection(answering(429, "{}", { "retry-after": "7" }));
  assert.equal(seconds.retryAfterMs, 7000);
});
