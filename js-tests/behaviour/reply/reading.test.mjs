// Reading of replies: JSON with names in any case, XML errors, and dates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection, task } from "../../support/live.mjs";

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
  ["with other, nested members", JSON.stringify({ a: { Codec: "C" }, b: [null, 1.5, { c: true }], ...success })],
  ["with names in other cases", JSON.stringify({ requestid: "R", taskId: task.taskId })],
  ["with Success: true", JSON.stringify({ Success: true, ...success })],
  ["with a code that the vendor's clients take for a success", JSON.stringify({ Code: "200", ...success })],
  ["with a code and an error that are null", JSON.stringify({ Code: null, Error: null, ...success })],
]) {
  test(`reads a success ${what}`, async () => {
    const { outcome, requestId } = await respondingWith(200, body);
    assert.deepEqual([outcome, requestId], ["stopped", "R"]);
  });
}

const xml = (inner) => `<?xml version="1.0"?>\n<Error a="1 &gt; 0" b='"'>${inner}</Error>`;
const ids = "<RequestId>R</RequestId><HostId>h</HostId>";

for (const [what, body, code, message] of [
  ["as documented", xml(`${ids}<Code>C</Code><Message>M</Message>`), "C", "C: M"],
  ["without a declaration", `<Error>${ids}<Code>C</Code></Error>`, "C", "C: <Error>"],
  [
    "with references",
    xml(`${ids}<Code>C</Code><Message>a &lt;b&gt; &amp;amp; &#38;</Message>`),
    "C",
    "C: a <b> &amp; &#38;",
  ],
  ["with nested elements", xml(`${ids}<Code>C</Code><Deep><Other>no</Other></Deep><Empty/>`), "C", "C: <?xml"],
]) {
  test(`reads the code of an XML error ${what}: ${code}`, async () => {
    const error = await rejection(respondingWith(404, body));
    const { kind, httpStatus, requestId, outcomeUnknown, retryable } = error;
    assert.deepEqual(
      [kind, error.code, httpStatus, requestId, outcomeUnknown, retryable],
      ["service", code, 404, "R", false, false],
    );
    assert.ok(error.message.includes(`HTTP 404, ${message}`), error.message);
  });
}

const refusal = `${ids}<Code>C</Code>`;

for (const [what, body] of [
  ["with CDATA", xml(`${refusal}<Message><![CDATA[<b>&amp;]]></Message>`)],
  ["with a comment", xml(`${refusal}<!-- a comment -->`)],
  ["with two codes", xml(`${refusal}<Deep><Code>no</Code></Deep>`)],
  ["with a namespace", `<x:Error xmlns:x="u"><x:RequestId>R</x:RequestId><x:Code>C</x:Code></x:Error>`],
  ["without a request ID", xml("<Code>C</Code>")],
  ["that is cut before its end", `<Error>${refusal}`],
  ["that is cut in its end", `<Error>${refusal}</Err`],
  ["that is cut in its code", `<Error>${ids}<Code>C</Cod`],
  ["with a code closed by another name", `<Error>${ids}<Code>C</Cod></Error>`],
  ["with an unknown reference", xml(`${ids}<Code>&bogus;</Code>`)],
  ["with a reference named like a member of Object.prototype", xml(`${ids}<Code>&toString;</Code>`)],
  ["with a reference beyond Unicode", xml(`${ids}<Code>&#x110000;</Code>`)],
  ["with a bare ampersand", xml(`${ids}<Code>a & b</Code>`)],
  ["with a document type", `<!DOCTYPE Error [<!ENTITY e "C">]>${xml(`${ids}<Code>&e;</Code>`)}`],
  ["with another root element", `<html><body>${refusal}</body></html>`],
  ["with something behind it", `${xml(refusal)}<p>more</p>`],
]) {
  test(`does not take XML for a refusal ${what}`, async () => {
    const { kind, code, httpStatus, outcomeUnknown, retryable } = await rejection(respondingWith(404, body));
    assert.deepEqual(
      [kind, code, httpStatus, outcomeUnknown, retryable],
      ["protocol", "ERR_HTTP_STATUS", 404, true, true],
    );
  });
}

test("measures a date in retry-after from the Date of the response, and ignores invalid delays", async () => {
  const throttled = JSON.stringify({ Code: "Throttling.User", RequestId: "R" });
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const headers = { date, "retry-after": "Sun, 06 Nov 1994 08:49:40 GMT" };
  const error = await rejection(respondingWith(429, throttled, headers));
  assert.deepEqual([error.kind, error.retryAfterMs], ["throttled", 3000]);
  for (const invalid of [
    "0",
    "-7",
    "soon",
    "1.5",
    "+7",
    "1e3",
    "Sun, 06 Nov 1994 08:49:30 GMT",
    "Mon, 06 Nov 1994 08:49:40 GMT",
  ]) {
    const { retryAfterMs } = await rejection(respondingWith(429, throttled, { date, "retry-after": invalid }));
    assert.equal(retryAfterMs, undefined, invalid);
  }
  assert.equal((await rejection(respondingWith(429, throttled))).retryAfterMs, undefined);
  const both = { "x-acs-retry-after": "250", "retry-after": "7" };
  assert.equal((await rejection(respondingWith(429, throttled, both))).retryAfterMs, 250);
  const seconds = await rejection(respondingWith(429, throttled, { "retry-after": "7" }));
  assert.equal(seconds.retryAfterMs, 7000);
});
