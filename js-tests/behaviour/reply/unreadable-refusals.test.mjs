// An unreadable refusal does not count as a refusal: the call retries, and the outcome is unknown in the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { quick, rejection, task } from "../../support/live.mjs";

const refusal = JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "m" });
const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });

/** A client to which the service responds with `[status, body, headers]`, one after the other; the last one again and again. */
function responding(...replies) {
  let sent = 0;
  const fetch = async () => {
    const [status, body, headers = {}] = replies[Math.min(sent++, replies.length - 1)];
    return new Response(body, { status, headers });
  };
  return createClient({ credentials: testAccessKey, fetch, retry: { ...quick, maxAttempts: 3 } });
}

test("a refusal that can be read is one", async () => {
  for (const status of [400, 401, 403, 404, 405, 409, 422, 451]) {
    const { kind, code, httpStatus, attempts, outcomeUnknown, retryable } = await rejection(
      responding([status, refusal]).stopRtcCloudRecording(task),
    );
    assert.deepEqual(
      [kind, code, httpStatus, attempts, outcomeUnknown, retryable],
      ["service", "NoPermission", status, 1, false, false],
    );
  }
});

const unreadable = {
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
  "cut XML": "<Error><RequestId>R</RequestId><Code>NoPermission</Code>",
  "two documents": `${refusal}${refusal}`,
};

for (const [what, body] of Object.entries(unreadable)) {
  test(`a 4xx that is ${what} is asked again, and unknown in the end`, async () => {
    for (const status of [400, 401, 403, 404, 409, 413, 429]) {
      const error = await rejection(responding([status, body]).stopRtcCloudRecording(task));
      const { kind, code, httpStatus, attempts, outcomeUnknown, retryable, message } = error;
      assert.deepEqual(
        [kind, code, httpStatus, attempts, outcomeUnknown, retryable],
        ["protocol", "ERR_HTTP_STATUS", status, 3, true, true],
        message,
      );
    }
    const settled = responding([403, body], [200, success]);
    assert.deepEqual(await settled.stopRtcCloudRecording(task), {
      outcome: "stopped",
      attempts: 2,
      requestId: "R",
      ...task,
    });
    // The later refusal is about its own attempt; the earlier attempt may have stopped the task.
    const refused = await rejection(responding([403, body], [403, refusal]).stopRtcCloudRecording(task));
    assert.deepEqual([refused.kind, refused.code, refused.outcomeUnknown], ["service", "NoPermission", true]);
  });
}

test("a readable refusal of exactly 64 KB is one, and of one byte more is not", async () => {
  const body = (length) => {
    const empty = JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "" });
    return empty.replace('""', `"${"x".repeat(length - empty.length)}"`);
  };
  assert.equal(body(65_536).length, 65_536);
  const read = await rejection(responding([403, body(65_536)]).stopRtcCloudRecording(task));
  assert.deepEqual([read.code, read.attempts, read.outcomeUnknown], ["NoPermission", 1, false]);
  const long = await rejection(responding([403, body(65_537)]).stopRtcCloudRecording(task));
  assert.deepEqual([long.code, long.attempts, long.outcomeUnknown], ["ERR_HTTP_STATUS", 3, true]);
});

for (const status of [408, 425, 499, 500, 502, 503, 504]) {
  test(`HTTP ${status} may have been executed, also with a code`, async () => {
    for (const [body, kind] of [
      [JSON.stringify({ RequestId: "R", Code: "Brandnew", Message: "m" }), "service"],
      ["<html>", "protocol"],
      ["", "protocol"],
    ]) {
      const error = await rejection(responding([status, body]).stopRtcCloudRecording(task));
      assert.deepEqual(
        [error.kind, error.httpStatus, error.attempts, error.outcomeUnknown, error.retryable],
        [kind, status, 3, true, true],
      );
    }
  });
}

test("HTTP 407 names the proxy", async () => {
  for (const body of ["", "<html>Proxy Authentication Required</html>"]) {
    const { kind, code, message, outcomeUnknown } = await rejection(
      responding([407, body]).stopRtcCloudRecording(task),
    );
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
