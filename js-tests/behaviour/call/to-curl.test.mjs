// toCurl: the line is one command of a POSIX shell that sends the signed request, and redacted it shows no secret.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { createClient, LiveError, toCurl } from "apsara-live";
import fc from "fast-check";
import { assertNoLeak } from "../../support/leaks.mjs";
import { methods, monitor, serving, task } from "../../support/live.mjs";

const run = promisify(execFile);
const has = (program) => spawnSync(program, ["--version"]).error === undefined;
const hasCurl = process.platform !== "win32" && has("curl");

/** The words of a command of plain and single-quoted text, as POSIX 2.2 and 2.3 split it. */
function words(line) {
  const found = [];
  let word;
  for (let at = 0; at < line.length; at++) {
    const c = line[at];
    if (c === " ") {
      if (word !== undefined) found.push(word);
      word = undefined;
      continue;
    }
    word ??= "";
    if (c === "'") {
      const end = line.indexOf("'", at + 1);
      assert.ok(end > 0, "a quote that does not end");
      word += line.slice(at + 1, end);
      at = end;
    } else if (c === "\\") word += line[++at];
    else {
      assert.match(c, /[\w./:=-]/, `the shell would read ${c} in: ${line}`);
      word += c;
    }
  }
  return word === undefined ? found : [...found, word];
}

/** The request that curl sends for the words of a command. */
function requestOf([curl, ...rest]) {
  assert.equal(curl, "curl");
  const request = { headers: {} };
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (word === "--globoff" || word === "--url") continue;
    if (word === "--request") request.method = rest[++i];
    else if (word === "--data-raw") request.body = rest[++i];
    else if (word === "--header") {
      const [, name, value] = /^([^:]+): (.*)$/s.exec(rest[++i]);
      request.headers[name] = value;
    } else request.url = word;
  }
  return request;
}

const odd = 'it\'s "$HOME" `id` \\ !x *?[a-z]{1,2} #; & | <> ~ %41 監 🎥\n-x';

/** An ID has no white space. */
const oddId = odd.replaceAll(/\s/g, "");

const samples = methods.flatMap((signatureMethod) => [
  [signatureMethod, (live) => live.sign("StopRtcCloudRecording", { taskId: oddId })],
  [signatureMethod, (live) => live.sign("StartRtcCloudRecording", { A: [odd], B: { C: odd } })],
  [signatureMethod, (live) => live.sign("Nothing")],
]);
samples.push(["HMAC-SHA1", (live) => live.sign("StopLiveStreamMonitor", { monitorId: oddId }, { method: "GET" })]);

const sts = {
  accessKeyId: "STS.MARKERID",
  accessKeySecret: "MARKER/secret+7f3a9c==",
  securityToken: "MARKER/token+51d0e2==",
};

for (const [i, [signatureMethod, sign]] of samples.entries()) {
  test(`${signatureMethod}: the words of the line are the request (${i + 1})`, async () => {
    const request = await sign(createClient({ credentials: sts, signatureMethod }));
    const { headers, ...sent } = requestOf(words(toCurl(request)));
    const { body, ...expected } = request;
    const length = body === undefined && request.method === "POST" ? { "content-length": "0" } : {};
    assert.deepEqual(headers, { ...request.headers, ...length });
    assert.deepEqual({ body: undefined, ...sent, headers: request.headers }, { body, ...expected });
  });

  test(`${signatureMethod}: a redacted line shows no key, token or signature (${i + 1})`, async () => {
    const request = await sign(createClient({ credentials: sts, signatureMethod }));
    const line = toCurl(request, { redact: true });
    const text = `${request.url} ${request.body ?? ""} ${Object.values(request.headers).join(" ")}`;
    const signature = decodeURIComponent(/\bSignature=([^&, ]+)/.exec(text)[1]);
    assertNoLeak(line, [...Object.values(sts), signature]);
    assert.ok(line.includes("***"));
    // The other parameters are the purpose of a support ticket.
    assert.ok(line.includes("2016-11-01"));
    assert.equal(words(line).length, words(toCurl(request)).length);
    assert.equal(toCurl(request, {}), toCurl(request, { redact: false }));
  });

  test(`${signatureMethod}: sh and curl send the request (${i + 1})`, { skip: !hasCurl && "no curl" }, async (t) => {
    const { emulator, live } = await serving(t, {
      recordings: { [oddId]: "RUNNING" },
      monitors: { [oddId]: "RUNNING" },
    });
    const request = await sign(live({ signatureMethod }));
    const { stdout } = await run("sh", ["-c", `${toCurl(request)} --silent --max-time 20`]);
    const [received] = emulator.requests;
    const { operation } = received;
    // Another action than the emulator's is refused after its parameters were read.
    const known = operation.startsWith("Stop");
    assert.equal(received.status, known ? 200 : ({ Nothing: 404 }[operation] ?? 400), stdout);
    assert.notEqual(received.code, "SignatureDoesNotMatch");
    assert.equal(received.method, request.method);
    if (!known && operation !== "Nothing") assert.deepEqual(received.params, { "A.1": odd, "B.C": odd });
  });
}

test("random requests are one command each, with and without a mask", async () => {
  const text = fc
    .string({ unit: "binary", minLength: 1, maxLength: 40 })
    .filter((value) => !/\p{Surrogate}/u.test(value));
  const lives = methods.map((signatureMethod) => createClient({ credentials: sts, signatureMethod }));
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(...lives), async (value, live) => {
      const request = await live.sign("StartRtcCloudRecording", { Value: value, Tag: [{ Key: value }] });
      const sent = requestOf(words(toCurl(request)));
      assert.deepEqual([sent.url, sent.body, sent.method], [request.url, request.body, request.method]);
      assertNoLeak(toCurl(request, { redact: true }), Object.values(sts));
    }),
    { numRuns: 500 },
  );
});

test("a parameter that looks like a secret member is not the signature's", async () => {
  const live = createClient({ credentials: sts, signatureMethod: "HMAC-SHA1" });
  const request = await live.sign("StopLiveStreamMonitor", monitor);
  assert.match(toCurl(request, { redact: true }), new RegExp(`MonitorId=${monitor.monitorId}`));
  const other = await createClient({ credentials: sts }).sign("StopRtcCloudRecording", task);
  assert.match(toCurl(other, { redact: true }), new RegExp(`TaskId=${task.taskId}`));
});

test("a parameter whose name ends like a secret parameter does not keep its place", async () => {
  for (const method of ["POST", "GET"]) {
    const live = createClient({ credentials: sts, signatureMethod: "HMAC-SHA1" });
    const names = ["Signature", "Credential", "AccessKeyId", "SecurityToken"];
    const request = await live.sign("Start", { A: Object.fromEntries(names.map((name) => [name, "x"])) }, { method });
    const [, signature] = /[?&]Signature=([^&]+)/.exec(`?${request.body ?? request.url}`);
    assertNoLeak(toCurl(request, { redact: true }), [...Object.values(sts), decodeURIComponent(signature)]);
  }
});

const stored = {
  method: "POST",
  url: "https://live.aliyuncs.com/?A=1",
  headers: { "x-acs-date": "2026-11-29T00:00:00Z" },
};

test("a stored request that is no HTTP request is refused: curl would read a file, or take an option", () => {
  assert.match(toCurl(stored), / --url 'https:/);
  for (const [change, path] of [
    [{ method: "POST; id" }, "request.method"],
    [{ method: "" }, "request.method"],
    [{ url: "-K/etc/passwd" }, "request.url"],
    [{ url: "file:///etc/passwd" }, "request.url"],
    [{ url: "https://a\n--upload-file /etc/passwd" }, "request.url"],
    [{ url: "https://a/\u202Eb" }, "request.url"],
    [{ headers: { "@/etc/passwd": "x" } }, "request.headers"],
    [{ headers: { "a b": "x" } }, "request.headers"],
    [{ headers: { "": "x" } }, "request.headers"],
    [{ headers: { a: "b\r\nc: d" } }, "request.headers.a"],
    [{ headers: { a: "\x1b[2J" } }, "request.headers.a"],
    [{ headers: { a: "\u202Eb" } }, "request.headers.a"],
    [{ headers: new Headers({ a: "b" }) }, "request.headers"],
    [{ headers: null }, "request.headers"],
    [{ body: "A=\x1b" }, "request.body"],
  ]) {
    assert.throws(
      () => toCurl({ ...stored, ...change }),
      (error) => error instanceof LiveError && error.kind === "argument" && error.message.startsWith(`${path}: `),
      JSON.stringify(change),
    );
  }
});

test("a mask finds names in any case", () => {
  const headers = {
    "X-Acs-Security-Token": "MARKER/token",
    Authorization: "ACS3-HMAC-SHA256 CREDENTIAL=MARKERID,SignedHeaders=host,signature=MARKERSIGN",
  };
  const url = "https://live.aliyuncs.com/?accesskeyid=MARKERID2&SECURITYTOKEN=MARKERTOKEN2&SIGNATURE=MARKERSIGN2";
  assert.doesNotMatch(toCurl({ ...stored, url, headers }, { redact: true }), /MARKER/);
});
