// Former secrets: no output shows a secret with which the client has signed, even if the last response of a call repeats the secret.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient } from "apsara-live";
import { assertNoLeak } from "../../support/leaks.mjs";
import { methods, rejection } from "../../support/live.mjs";

const former = {
  accessKeyId: "STS.FORMERMARKERID",
  accessKeySecret: "FORMER/secret+7f3a9c==",
  securityToken: "FORMER/token+51d0e2==",
};
const renewed = {
  accessKeyId: "STS.RENEWEDMARKERID",
  accessKeySecret: "RENEWED/secret+0b44d1==",
  securityToken: "RENEWED/token+9e17ac==",
};

/** Returns the signature of a request, without percent-encoding. */
function signatureOf(headers, body) {
  const [, hex] = /Signature=([0-9a-f]{64})/.exec(headers.authorization ?? "") ?? [];
  return hex ?? decodeURIComponent(/(?:^|&)Signature=([^&]*)/.exec(body)[1]);
}

const answer = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const refusal = (status, code) => answer(status, { Code: code, RequestId: "R", Message: "m" });

/** Responses and errors that end a call. Each repeats a text. */
const ends = {
  "a refusal": (text) => answer(403, { Code: "C", Message: text, RequestId: text, Recommend: `https://a/?q=${text}` }),
  "a header": (text) => answer(403, { Code: "C" }, { "x-acs-request-id": text }),
  "a code": (text) => answer(403, { Code: text, RequestId: "R", Message: text }),
  "a page": (text) => new Response(`<p>${text}</p>`, { status: 502 }),
  "a success": (text) => answer(200, { RequestId: text, TaskId: "T", TaskInfo: { TaskId: "T", Status: "RUNNING" } }),
  "an error of fetch": (text) => {
    throw new TypeError("fetch failed", { cause: new Error(`cannot send ${text}`) });
  },
};

/**
 * Plays a call with a retry, a renewal and a question, and then another call, and searches all that they show. From the third request on,
 * each response is `end` of the secret with the number `repeated`.
 */
async function play(signatureMethod, end, repeated) {
  const keys = [...Object.values(former), ...Object.values(renewed)];
  let signatures = [];
  const responses = [() => refusal(503, "ServiceUnavailable"), () => refusal(403, "InvalidSecurityToken.Expired")];
  let requests = 0;
  const fetch = async (_, { headers, body }) => {
    signatures.push(signatureOf(headers, body));
    const response = responses[requests++];
    return response === undefined ? end([...keys, ...signatures][repeated] ?? "nothing") : response();
  };
  let lookups = 0;
  const events = [];
  const live = createClient({
    credentials: async () => ({ ...(lookups++ === 0 ? former : renewed), expiration: Date.now() + 3_600_000 }),
    signatureMethod,
    fetch,
    retry: { maxAttempts: 4, baseDelayMs: 0 },
    onEvent: (event) => events.push(event),
  });
  for (const call of [() => live.stopRtcCloudRecording({ taskId: "T" }, { verify: true }), () => live.call("Start")]) {
    signatures = [];
    // The reply of an action is the service's own.
    const end = await call().then(
      ({ reply, ...beside }) => beside,
      (error) => error,
    );
    const shown = [end, ...events.splice(0)];
    assertNoLeak(shown, [...keys, ...signatures], `secret ${repeated}`);
    for (const each of shown) {
      const secret = [...keys, ...signatures][repeated] ?? "none";
      for (const text of [inspect(each, { depth: 9 }), JSON.stringify(each)]) assert.ok(!text.includes(secret), text);
    }
  }
  assert.ok(requests >= 4, `${requests} requests`);
}

for (const signatureMethod of methods) {
  for (const [name, end] of Object.entries(ends)) {
    test(`${signatureMethod}: ${name} shows nothing that an earlier request was signed with`, async () => {
      // Six parts of credentials, and the signatures of four requests.
      for (let repeated = 0; repeated < 10; repeated++) {
        await play(signatureMethod, end, repeated);
      }
    });
  }
}

test("sign shows nothing of what it has signed with", async () => {
  // A word, as the name or the code of an error may be.
  const accessKeyId = "FormerMarkerOfAnAccessKey";
  let lookups = 0;
  const live = createClient({
    credentials: async () => {
      if (lookups++ > 0) throw Object.assign(new Error("m"), { code: accessKeyId });
      return { accessKeyId, accessKeySecret: "FORMER/secret+7f3a9c==" };
    },
  });
  await live.sign("StopRtcCloudRecording", { taskId: "T" });
  const error = await rejection(live.sign("StopRtcCloudRecording", { taskId: "T" }));
  assert.deepEqual([error.kind, error.code, error.retryable], ["credentials", "ERR_CREDENTIALS_FAILED", true]);
  assert.match(error.message, /\[redacted\]/);
  assertNoLeak(error, [accessKeyId]);
});
