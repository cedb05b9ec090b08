// Secrets: no error shows a secret, a token or a signature, whatever a server, a proxy or a runtime repeats of the request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient } from "apsara-live";
import { createLiveEmulator, faultTypes, serviceErrors } from "apsara-live/testing";
import fc from "fast-check";
import { assertNoLeak } from "../support/leaks.mjs";
import { methods, quick, rejection, serving, task } from "../support/live.mjs";

const sts = {
  accessKeyId: "STS.MARKERID",
  accessKeySecret: "MARKER/secret+7f3a9c==",
  securityToken: "MARKER/token+51d0e2==",
};

/** Returns the signature of a request, without percent-encoding. */
function signatureOf({ headers, body, url }) {
  const [, hex] = /Signature=([0-9a-f]{64})/.exec(headers.authorization ?? "") ?? [];
  return hex ?? decodeURIComponent(/(?:^|[&?])Signature=([^&]*)/.exec(body === "" ? url : body)[1]);
}

const secretsOf = (requests, { accessKeySecret, securityToken }) => [
  accessKeySecret,
  securityToken,
  ...requests.map(signatureOf),
];

/** Returns the whole request as text: unchanged, decoded and encoded. */
function everything({ url, headers, body }) {
  const text = `${url} ${Object.values(headers).join(" ")} ${body}`;
  let decoded = text;
  try {
    decoded = decodeURIComponent(text);
  } catch {}
  return `${text} ${decoded} ${encodeURIComponent(text)}`;
}

const short = (text) => `<p>${text}</p>`;

/** Faults that repeat a text of the request. */
const echoes = [
  ["the message", (text) => ({ type: "error", code: "Odd", message: text })],
  ["the code", (text) => ({ type: "error", body: JSON.stringify({ Code: text, Message: "m" }) })],
  [
    "the link of Recommend",
    (text) => ({ type: "error", body: JSON.stringify({ Code: "C", Recommend: `https://x/?q=${text}` }) }),
  ],
  ["the request id", (text) => ({ type: "error", body: JSON.stringify({ Code: "C", RequestId: text }) })],
  [
    "the request id in a header",
    (text) => ({ type: "error", headers: { "x-acs-request-id": encodeURIComponent(text) } }),
  ],
  ["a page in HTML", (text) => ({ type: "error", status: 502, body: short(text), contentType: "text/html" })],
  ["garbage with 200", (text) => ({ type: "garbage", body: short(text) })],
];

/** Parts of a request. Each is repeated alone too, because an excerpt is too short for all of it. */
const parts = [
  ["the whole request", everything],
  ["the signature", signatureOf],
  ["the encoded signature", (request) => encodeURIComponent(signatureOf(request))],
  ["the authorization", ({ headers, body }) => headers.authorization ?? body],
  ["the token", () => sts.securityToken],
  ["the encoded token", () => encodeURIComponent(sts.securityToken)],
  ["the twice encoded token", () => encodeURIComponent(encodeURIComponent(sts.securityToken))],
  ["the secret", () => sts.accessKeySecret],
  ["the secret behind a long text", () => `${"x".repeat(240)}${sts.accessKeySecret}`],
];

for (const signatureMethod of methods) {
  for (const [where, echo] of echoes) {
    for (const [what, part] of parts) {
      test(`${signatureMethod}: an error hides ${what} in ${where}`, async () => {
        const emulator = createLiveEmulator({ accessKeys: [sts], faultFor: (request) => echo(part(request)) });
        const options = { credentials: sts, signatureMethod, fetch: emulator.fetch, retry: false };
        const error = await rejection(createClient(options).stopRtcCloudRecording(task));
        assert.equal(error.name, "LiveError", error.stack);
        assertNoLeak(error, secretsOf(emulator.requests, sts), error.kind);
      });
    }
  }

  test(`${signatureMethod}: errors of every fault hide the secrets`, async (t) => {
    for (const type of faultTypes.filter((name) => name !== "none")) {
      const fault = { type, ...{ redirect: { location: "/x" }, garbage: { body: "x" }, slow: { ms: 1000 } }[type] };
      const { emulator, live } = await serving(t, { accessKeys: [sts], faultFor: () => fault });
      const client = live({ credentials: sts, signatureMethod, attemptTimeoutMs: 30 });
      const error = await rejection(client.stopRtcCloudRecording({ taskId: "unknown" }));
      assertNoLeak(error, secretsOf(emulator.requests, sts), type);
      assertNoLeak(client, [sts.accessKeySecret, sts.securityToken], "the client");
    }
  });

  test(`${signatureMethod}: errors of every service code hide the secrets`, async (t) => {
    for (const code of Object.keys(serviceErrors)) {
      const { emulator, live } = await serving(t, { accessKeys: [sts], faultFor: () => ({ type: "error", code }) });
      const outcome = await live({ credentials: sts, signatureMethod, alreadyStopped: "throw" })
        .stopRtcCloudRecording(task)
        .catch((error) => error);
      assertNoLeak(outcome, secretsOf(emulator.requests, sts), code);
    }
  });

  test(`${signatureMethod}: SignatureDoesNotMatch, which repeats the string to sign, hides the secrets`, async (t) => {
    const { emulator, live } = await serving(t, { accessKeys: [{ ...sts, accessKeySecret: "another" }] });
    const error = await rejection(live({ credentials: sts, signatureMethod }).stopRtcCloudRecording(task));
    assert.equal(error.code, "SignatureDoesNotMatch");
    assertNoLeak(error, secretsOf(emulator.requests, sts));
  });
}

test("quotes an exception of fetch without secrets, and keeps it unchanged only as the cause", async () => {
  const fetch = async (url, init) => {
    throw new TypeError(`cannot send ${url} ${inspect(init)}`);
  };
  for (const signatureMethod of methods) {
    const { message, stack, ...rest } = await rejection(
      createClient({ credentials: sts, signatureMethod, fetch, retry: quick }).stopRtcCloudRecording(task),
    );
    assertNoLeak({ message, stack, rest }, [sts.accessKeySecret, sts.securityToken]);
    assert.doesNotMatch(`${message}${stack}`, /Signature=[0-9a-zA-Z%]/);
  }
});

test("errors hide random secrets", async () => {
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  const text = fc.string({ unit: visible, minLength: 12, maxLength: 64 });
  const credentials = fc.record({ accessKeyId: fc.uuid(), accessKeySecret: text, securityToken: text });
  const echo = fc.constantFrom(...echoes.map(([, make]) => make));
  await fc.assert(
    fc.asyncProperty(credentials, echo, fc.constantFrom(...methods), async (key, make, signatureMethod) => {
      const repeated = (request) => `${everything(request)} ${key.accessKeySecret} ${key.securityToken}`;
      const emulator = createLiveEmulator({ accessKeys: [key], faultFor: (request) => make(repeated(request)) });
      const options = { credentials: key, signatureMethod, fetch: emulator.fetch, retry: false };
      const error = await rejection(createClient(options).stopRtcCloudRecording(task));
      assertNoLeak(error, secretsOf(emulator.requests, key));
    }),
    { numRuns: 500, includeErrorInReport: true },
  );
});
