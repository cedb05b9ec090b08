// Reading of replies: JSON with names in any case, flat XML, and dates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection, task } from "../support/live.mjs";

/** Makes a call to which fetch responds with `body`. */
const respondingWith = (status, body, headers = {}) =>
  createClient({
    credentials: testAccessKey,
    retry: false,
    fetch: async () => new Response(body, { status, headers }),
  }).stopRtcCloudRecording(task);

const success = { RequestId: "R", TaskId: task.taskId };

for (const [what, body] of [
  ["as documented", JSON.stringify(success)],
  ["with a byte order mark", `\ufeff${JSON.stringify(success)}`],
  ["with other, nested members", JSON.stringify({ a: { Code: "C" }, b: [null, 1.5], ...success })],
  ["with names in other cases", JSON.stringify({ requestid: "R", taskId: task.taskId })],
  ["in XML", `<StopResponse><RequestId>R</RequestId><TaskId>${task.taskId}</TaskId></StopResponse>`],
]) {
  test(`reads a success ${what}`, async () => {
    const { outcome, requestId } = await respondingWith(200, body);
    assert.deepEqual([outcome, requestId], ["stopped", "R"]);
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
  ["with nested elements", xml("<Code>C</Code><Deep><Code>no</Code></Deep><Empty/>"), "C", "C: <?xml"],
  ["with a namespace", '<x:Error xmlns:x="u"><x:Code>C</x:Code ><x:Message>M</x:Message></x:Error>', "C", "C: M"],
  ["that is not closed", "<Error><Code>C</Code>", "ERR_HTTP_STATUS", "no code: <Error><Code>C</Code>"],
  ["closed by another name", "<Error><Code>C</Cod></Error>", "ERR_HTTP_STATUS", "no code"],
  ["with an unknown reference", xml("<Code>&bogus;</Code>"), "ERR_HTTP_STATUS", "no code"],
  [
    "with a reference named like a member of Object.prototype",
    xml("<Code>&toString;</Code>"),
    "ERR_HTTP_STATUS",
    "no code",
  ],
  ["with a reference beyond Unicode", xml("<Code>&#x110000;</Code>"), "ERR_HTTP_STATUS", "no code"],
  ["with a bare ampersand", xml("<Code>a & b</Code>"), "ERR_HTTP_STATUS", "no code"],
  [
    "with a document type",
    `<!DOCTYPE Error [<!ENTITY e "C">]>${xml("<Code>&e;</Code>")}`,
    "ERR_HTTP_STATUS",
    "no code",
  ],
  ["with another root element", "<html><body><Code>C</Code></body></html>", "ERR_HTTP_STATUS", "no code"],
]) {
  test(`reads the code of an XML error ${what}: ${code}`, async () => {
    const error = await rejection(respondingWith(404, body));
    assert.deepEqual([error.kind, error.code, error.status], ["service", code, 404]);
    assert.ok(error.message.includes(`HTTP 404, ${message}`), error.message);
  });
}

test("measures a date in retry-after from the Date of the response, and ignores invalid delays", async () => {
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const headers = { date, "retry-after": "Sun, 06 Nov 1994 08:49:40 GMT" };
  const error = await rejection(respondingWith(429, "{}", headers));
  assert.deepEqual([error.kind, error.retryAfterMs], ["throttled", 3000]);
  for (const invalid of ["0", "-7", "soon", "Sun, 06 Nov 1994 08:49:30 GMT"]) {
    const { retryAfterMs } = await rejection(respondingWith(429, "{}", { date, "retry-after": invalid }));
    assert.equal(retryAfterMs, undefined, invalid);
  }
  const both = { "x-acs-retry-after": "250", "retry-after": "7" };
  assert.equal((await rejection(respondingWith(429, "{}", both))).retryAfterMs, 250);
  const seconds = await rejection(respondingWith(429, "{}", { "retry-after": "7" }));
  assert.equal(seconds.retryAfterMs, 7000);
});
