// Errors that contradict themselves: a code counts only where nothing else in the body speaks of another one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, responding, task } from "../../support/live.mjs";

const ids = "<RequestId>R</RequestId><HostId>h</HostId>";
const stopped = "<Code>InvalidParameter.TaskId</Code><Message>state: STOPPED</Message>";
const refused = "<Code>NoPermission</Code><Message>m</Message>";
const inJson = (rest) => JSON.stringify({ RequestId: "R", Code: "InvalidParameter.TaskId", ...rest });

/** Bodies with more than one error: none of them settles anything. */
const contradictions = {
  "a code with an attribute, and one of an upstream": `<Error>${ids}<Code lang="en">NoPermission</Code><Message>m</Message><Upstream>${stopped}</Upstream></Error>`,
  "a code, and one of an upstream": `<Error>${ids}${stopped}<Upstream>${refused}</Upstream></Error>`,
  "the code of an upstream alone": `<Error>${ids}<Upstream>${stopped}</Upstream></Error>`,
  "the code of an upstream two levels down": `<Error>${ids}<A><B>${stopped}</B></A></Error>`,
  "a code with an attribute alone": `<Error>${ids}<Code lang="en">InvalidParameter.TaskId</Code></Error>`,
  "a code with white space in its tag": `<Error>${ids}<Code >InvalidParameter.TaskId</Code></Error>`,
  "a code, and one with an attribute": `<Error>${ids}${stopped}<Code lang="en">NoPermission</Code></Error>`,
  "a code, and one in lower case": `<Error>${ids}${stopped}<code>NoPermission</code></Error>`,
  "a code, and one in capitals, within": `<Error>${ids}<A><CODE>NoPermission</CODE></A>${stopped}</Error>`,
  "a code, and one with a namespace": `<Error>${ids}${stopped}<x:Code xmlns:x="u">NoPermission</x:Code></Error>`,
  "a code, and an empty one": `<Error>${ids}${stopped}<Code/></Error>`,
  "a code, and an empty one with an attribute": `<Error>${ids}${stopped}<Code of="/"/></Error>`,
  "a code, and one with elements": `<Error>${ids}${stopped}<Code><b>NoPermission</b></Code></Error>`,
  "a code with elements": `<Error>${ids}<Code><b>InvalidParameter.TaskId</b></Code></Error>`,
  "the same code twice": `<Error>${ids}${stopped}${stopped}</Error>`,
  "two documents": `<Error>${ids}${stopped}</Error><Error>${ids}${refused}</Error>`,
  "two equal documents": `<Error>${ids}${stopped}</Error>`.repeat(2),
  "elements that are not closed": `<Error>${ids}${stopped}<A></Error>`,
  "elements that are closed twice": `<Error>${ids}</A>${stopped}</Error>`,
  "elements that overlap": `<Error>${ids}${stopped}<A><B></A></B></Error>`,
  "an instruction": `<Error>${ids}${stopped}<?other ?></Error>`,
  "text behind the document": `<Error>${ids}${stopped}</Error> more`,
  "a code, and one within, in JSON": inJson({ Upstream: { Code: "NoPermission" } }),
  "a code, and one in a list, in JSON": inJson({ Upstream: [{ error_code: 403 }] }),
};

/** Bodies with one error. */
const errors = {
  "other elements, nested and with attributes": `<Error a=">">${ids}<A b="1"><B/><Message>state: FAILED</Message></A>${stopped}</Error>`,
  "white space between elements": `<?xml version="1.0"?>\n<Error >\n  ${ids}\n  ${stopped}\n</Error >\n`,
  "a request ID within another element": `<Error>${ids}<A><RequestId>other</RequestId></A>${stopped}</Error>`,
  "other objects in JSON": inJson({ Detail: { Codec: "C" } }),
};

const stopping = (status, body) => responding([[status, body]]).stopRtcCloudRecording(task);

for (const [what, body] of Object.entries(contradictions)) {
  test(`settles nothing: ${what}`, async () => {
    for (const status of [400, 403, 404]) {
      const { kind, code, httpStatus, outcomeUnknown } = await rejection(stopping(status, body));
      assert.deepEqual([kind, code, httpStatus, outcomeUnknown], ["protocol", "ERR_HTTP_STATUS", status, true]);
    }
    const { kind, code, outcomeUnknown } = await rejection(stopping(200, body));
    assert.deepEqual([kind, code, outcomeUnknown], ["protocol", "ERR_UNREADABLE_REPLY", true]);
  });
}

for (const [what, body] of Object.entries(errors)) {
  test(`reads the code: ${what}`, async () => {
    const { outcome, code, requestId } = await stopping(403, body);
    assert.deepEqual([outcome, code, requestId], ["already-stopped", "InvalidParameter.TaskId", "R"]);
  });
}
