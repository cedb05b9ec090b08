// Secrets: no error shows a secret, a token or a signature, even if a server, a proxy or a runtime repeats parts of the request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient } from "apsara-live";
import { createLiveEmulator, faultTypes, serviceErrors } from "apsara-live/testing";
import fc from "fast-check";
import { assertNoLeak } from "../../support/leaks.mjs";
import { methods, quick, rejection, serving, task } from "../../support/live.mjs";
import { newRecording } from "../../support/portable/tasks.mjs";

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

/** Every call that sends a request; with `verify`, the question gets the same response as the stop. */
const calls = {
  stop: (live) => live.stopRtcCloudRecording(task),
  "stop that verifies": (live) => live.stopRtcCloudRecording(task, { verify: true }),
  action: (live) => live.call("StartRtcCloudRecording", newRecording),
  "idempotent action by GET": (live) => live.call("StartLiveStreamMonitor", {}, { idempotent: true, method: "GET" }),
  read: (live) => live.describeRtcCloudRecordingFiles(task),
};

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
        for (const [name, call] of Object.entries(calls)) {
          const emulator = createLiveEmulator({ accessKeys: [sts], faultFor: (request) => echo(part(request)) });
          const events = [];
          const onEvent = (event) => events.push(event);
          const options = { credentials: sts, signatureMethod, fetch: emulator.fetch, retry: false, onEvent };
          const error = await rejection(call(createClient(options)));
          assert.equal(error.name, "LiveError", error.stack);
          assertNoLeak([error, events], secretsOf(emulator.requests, sts), `${name}: ${error.kind}`);
        }
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

/** Forms in which a server, a proxy or a runtime may repeat a secret. */
const repeated = {
  "as it is": (secret) => secret,
  "percent-encoded": encodeURIComponent,
  "percent-encoded in lower case": (secret) => encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase()),
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "escaped as in JSON": (secret) => JSON.stringify(secret).slice(1, -1),
  "escaped as in JSON, slashes too": (secret) => JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  "escaped as by Gson": (secret) =>
    JSON.stringify(secret)
      .slice(1, -1)
      .replace(/[=&<>']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  "escaped as in XML, by numbers": (secret) => secret.replace(/[&<>"'+/=]/g, (c) => `&#${c.charCodeAt(0)};`),
  "escaped as in XML, by hexadecimal numbers": (secret) =>
    secret.replace(/[&<>"'+/=]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  "escaped as in XML": (secret) =>
    secret.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[c]),
  "in Base64": (secret) => Buffer.from(secret).toString("base64"),
};
const odd = {
  accessKeyId: "STS.marker/id",
  accessKeySecret: `marker+a/"c\\<&d>'=`,
  securityToken: `marker-token"&<>'/+=`,
};
const marked = /\[redacted\]/;

for (const [form, encode] of Object.entries(repeated)) {
  for (const member of Object.keys(odd)) {
    test(`results, events and causes hide ${member} ${form}`, async () => {
      const secret = encode(odd[member]);
      const shown = [];
      const call = async (fetch, send = (live) => live.stopRtcCloudRecording({ taskId: "T" })) => {
        const live = createClient({
          credentials: odd,
          fetch,
          retry: { maxAttempts: 2, baseDelayMs: 0 },
          onEvent: (event) => shown.push(event),
        });
        const end = await send(live).catch((error) => error);
        shown.push(end);
        return end;
      };
      const headers = () => {
        try {
          return new Headers({ "x-acs-request-id": `in a header ${secret}` });
        } catch {
          return new Headers();
        }
      };
      const success = JSON.stringify({ RequestId: `r ${secret} r`, TaskId: "T" });
      const stopped = await call(async () => new Response(success, { headers: headers() }));
      assert.equal(stopped.outcome, "stopped");
      assert.match(stopped.requestId, marked);
      const stoppedBefore = JSON.stringify({ Code: "InvalidParameter.TaskId", RequestId: secret });
      const before = await call(async () => new Response(stoppedBefore, { status: 400, headers: headers() }));
      assert.deepEqual([before.outcome, before.code], ["already-stopped", "InvalidParameter.TaskId"]);
      assert.match(before.requestId, marked);
      // The reply is the service's own, so only the members beside it are masked.
      const { reply, ...beside } = await call(
        async () => new Response(success, { headers: headers() }),
        async (live) =>
          Object.defineProperty(await live.call("Start"), "reply", { enumerable: false, value: "hidden" }),
      );
      assert.match(beside.requestId, marked);
      const described = JSON.stringify({ RequestId: secret, TaskInfo: { TaskId: "T", Status: "STOPPED" } });
      const read = await call(
        async () => new Response(described, { headers: headers() }),
        (live) => live.describeRtcCloudRecordingFiles({ taskId: "T" }),
      );
      assert.match(read.requestId, marked);
      const asked = await call(
        async (_, init) =>
          init.headers["x-acs-action"].startsWith("Describe")
            ? new Response(described, { headers: headers() })
            : new Response("", { status: 502 }),
        (live) => live.stopRtcCloudRecording({ taskId: "T" }, { verify: true }),
      );
      assert.equal(asked.verified, "stopped");
      assert.match(asked.requestId, marked);
      const refusal = JSON.stringify({
        Code: "C",
        RequestId: secret,
        Message: secret,
        Recommend: `https://a/?${secret}`,
      });
      const refused = await call(async () => new Response(refusal, { status: 503, headers: headers() }));
      for (const text of [refused.message, refused.requestId, refused.recommend]) assert.match(text, marked);
      const lost = await call(async () => {
        throw new TypeError("fetch failed", { cause: new Error(`cannot send ${secret}`) });
      });
      assert.equal(lost.code, "ERR_NETWORK");
      for (const text of [lost.message, lost.cause.message]) assert.match(text, marked);
      assertNoLeak(shown, [odd[member]]);
      for (const each of shown) assert.ok(!inspect(each, { depth: 9 }).includes(secret), inspect(each));
      const types = new Set(shown.map(({ type }) => type));
      for (const type of ["request", "response", "retry", "outcome"]) assert.ok(types.has(type), type);
    });
  }
}

test("request IDs of results and events are on one line and have at most 256 characters", async () => {
  for (const RequestId of ["x".repeat(5000), "🎥".repeat(5000), "a\nb\u0000c"]) {
    const events = [];
    const fetch = async () => new Response(JSON.stringify({ RequestId, TaskId: "T" }));
    const live = createClient({ credentials: sts, fetch, onEvent: (event) => events.push(event) });
    const { requestId } = await live.stopRtcCloudRecording({ taskId: "T" });
    assert.ok([...requestId].length <= 256);
    assert.doesNotMatch(requestId, /[\n\0]/);
    assert.equal(events.at(-1).requestId, requestId);
  }
  const events = [];
  const headers = { "x-acs-request-id": "h".repeat(5000) };
  const fetch = async () => new Response(JSON.stringify({ RequestId: "R", TaskId: "T" }), { headers });
  await createClient({ credentials: sts, fetch, onEvent: (event) => events.push(event) }).stopRtcCloudRecording({
    taskId: "T",
  });
  assert.equal(events.find(({ type }) => type === "response").requestId.length, 256);
});

test("redacts once, only values of 8 characters or more, and never the code", async () => {
  const said = async (credentials, body) => {
    const fetch = async () => new Response(JSON.stringify(body), { status: 403 });
    return rejection(createClient({ credentials, fetch, retry: false }).stopRtcCloudRecording(task));
  };
  const short = { accessKeyId: "request", accessKeySecret: "task", securityToken: "refused" };
  const untouched = await said(short, { Code: "request.task", RequestId: "task-R", Message: "request refused" });
  assert.deepEqual([untouched.code, untouched.requestId], ["request.task", "task-R"]);
  assert.match(untouched.message, /request refused$/);

  const nested = { accessKeyId: "redacted", accessKeySecret: "redacted-secret", securityToken: "secret-token" };
  const once = await said(nested, {
    Code: "C",
    RequestId: "R",
    Message: "redacted-secret-other redacted-secret-token redacted secret-token",
  });
  // Two secrets that overlap are one mask.
  assert.match(once.message, /: \[redacted\]-other \[redacted\] \[redacted\] \[redacted\]$/);

  const code = { accessKeyId: "NoPermission", accessKeySecret: "marker-secret" };
  const refused = await said(code, { Code: "marker-secret", RequestId: "R", Message: "m" });
  assert.deepEqual([refused.kind, refused.code, refused.outcomeUnknown], ["protocol", "ERR_HTTP_STATUS", true]);
});

test("a success whose RequestId is the secret: the case of the corpus", async () => {
  const credentials = { accessKeyId: "marker-id", accessKeySecret: "marker-secret" };
  const fetch = async () => new Response('{"RequestId":"marker-secret","TaskId":"T"}');
  const live = createClient({ credentials, fetch });
  assert.deepEqual(await live.stopRtcCloudRecording({ taskId: "T" }), {
    outcome: "stopped",
    attempts: 1,
    requestId: "[redacted]",
    taskId: "T",
  });
});

test("errors hide random secrets", async () => {
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  const isQuoted = (value) => /^(["'`]).*\1$/.test(value);
  const text = fc.string({ unit: visible, minLength: 12, maxLength: 64 }).filter((value) => !isQuoted(value));
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
