// Reading of replies: JSON with names in any case, and errors in XML.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, responding, task } from "../../support/live.mjs";

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
    const { outcome, requestId } = await responding([[200, body]]).stopRtcCloudRecording(task);
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
    const error = await rejection(responding([[404, body]]).stopRtcCloudRecording(task));
    const { kind, httpStatus, requestId, outcomeUnknown, retryable } = error;
    assert.deepEqual(
      [kind, error.code, httpStatus, requestId, outcomeUnknown, retryable],
      ["service", code, 404, "R", false, false],
    );
    assert.ok(error.message.includes(`HTTP 404, ${message}`), error.message);
  });
}
