// Replies within the limit of bytes that are made to take time or memory: a call ends at its deadline, and the wasm does not grow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "apsara-live/slim";
import { quick, rejection, task } from "../../support/live.mjs";
import { key } from "../../support/portable/fixtures.mjs";
import { wasm, watchMemory } from "../../support/wasm-memory.mjs";

const MIB = 2 ** 20;
/** The longest reply of an action. */
const LIMIT = 8 * MIB;
/** The time of a call, and by how much a call may exceed it. */
const [timeoutMs, spareMs] = [500, 500];

/** The CPU time from now on, because other tests may take turns. No call waits for anything but its own work here. */
function startCpu() {
  const begin = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  };
}

/** As many values as fit into the limit. */
function filled(begin, value, end) {
  const parts = [];
  let length = begin.length + end.length;
  for (let number = 0; ; number++) {
    const next = value(number);
    length += next.length + 1;
    if (length > LIMIT) return begin + parts.join() + end;
    parts.push(next);
  }
}
const half = LIMIT / 2 - 8;
const id = (number) => number.toString(36);

const bodies = {
  "empty objects": () => filled('{"RequestId":"R","D":[', () => "{}", "]}"),
  "empty lists": () => filled('{"RequestId":"R","D":[', () => "[]", "]}"),
  numbers: () => filled('{"RequestId":"R","D":[', () => "1", "]}"),
  strings: () => filled('{"RequestId":"R","D":[', (n) => `"${id(n)}"`, "]}"),
  "objects with a name each": () => filled('{"RequestId":"R","D":[', (n) => `{"${id(n)}":1}`, "]}"),
  members: () => filled('{"RequestId":"R",', (n) => `"e${id(n)}":1`, "}"),
  "members of an object": () => filled('{"RequestId":"R","D":{', (n) => `"${id(n)}":1`, "}}"),
  "nested lists": () => `{"D":${"[".repeat(half)}${"]".repeat(half)}}`,
  "lists that do not end": () => `{"D":${"[".repeat(2 * half)}`,
  "as many values as are read": () =>
    `{"RequestId":"R","D":[${Array.from({ length: 65_534 }, (_, n) => `{"${id(n)}":1}`)}]}`,
  "elements in XML": () => `<Error>${"<a/>".repeat(2 * MIB - 8)}</Error>`,
  "codes in XML": () => `<Error>${"<Code></Code>".repeat(640_000)}</Error>`,
  "a declaration in XML that does not end": () => `<?xml ${"?".repeat(LIMIT - 8)}`,
};

/** A body in memory, in chunks. */
function bodyOf(chunks) {
  return { getReader: () => ({ read: async () => chunks.next(), cancel: async () => {} }) };
}
function* pieces(text, size) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
function* endless(chunk) {
  for (;;) yield chunk;
}
const response = (status, chunks) => ({ status, headers: { get: () => null }, body: bodyOf(chunks) });

const chunked = {
  "empty chunks without end": () => endless(new Uint8Array(0)),
  "chunks of one byte without end": () => endless(Uint8Array.of(0x20)),
  "chunks of one byte": () => pieces(`{"RequestId":"R","x":"${"x".repeat(LIMIT - 64)}"}`, 1),
  "chunks of seven bytes": () => pieces(`{"RequestId":"R","x":"${"x".repeat(LIMIT - 64)}"}`, 7),
};

const { memory } = watchMemory();

/** A client with its own instance of the wasm, after one signature. */
async function started(options) {
  const live = createApi(wasm).createClient({ credentials: key, retry: false, timeoutMs, ...options });
  await live.sign("StopRtcCloudRecording", task);
  return { live, before: memory().buffer.byteLength };
}

const calls = {
  "any action": (live) => live.call("DescribeLiveDomainDetail", { DomainName: "d" }),
  "an operation that reads": (live) => live.describeLiveStreamMonitorList(),
  "a stop": (live) => live.stopRtcCloudRecording(task),
  "a stop with a question": (live) => live.stopRtcCloudRecording(task, { verify: true }),
};

/** Makes the calls, with a response whose body is ready from `respond`. */
async function holds(respond) {
  for (const status of [200, 403]) {
    for (const [what, call] of Object.entries(calls)) {
      const { live, before } = await started({ fetch: async () => respond(status) });
      const cpuMs = startCpu();
      const end = await call(live).catch((error) => error);
      const ms = cpuMs();
      assert.ok(ms <= timeoutMs + spareMs, `${what}, HTTP ${status}: ${ms} ms`);
      assert.ok(end.requestId === "R" || end.name === "LiveError", String(end));
      assert.ok(
        memory().buffer.byteLength <= before + MIB,
        `${what}: ${before} to ${memory().buffer.byteLength} bytes`,
      );
    }
  }
}

for (const [what, make] of Object.entries(bodies)) {
  test(`8 MiB of ${what}`, async () => {
    const bytes = new TextEncoder().encode(make());
    assert.ok(bytes.length <= LIMIT);
    await holds((status) => response(status, [bytes].values()));
  });
}

for (const [what, chunks] of Object.entries(chunked)) {
  test(`${what}`, () => holds((status) => response(status, chunks())));
}

test("a body in small chunks is read whole, and its chunks stay as they are", async () => {
  const body = JSON.stringify({ RequestId: "R", x: "é".repeat(10_000) });
  const first = new TextEncoder().encode(body).subarray(0, 100);
  const chunks = function* () {
    yield new Uint8Array(0);
    yield first;
    yield* pieces(body.slice(0), 7);
  };
  const whole = [...chunks()].slice(2);
  const { live } = await started({ fetch: async () => response(200, whole.values()), timeoutMs: 30_000 });
  assert.deepEqual((await live.call("DescribeLiveDomainDetail")).reply, JSON.parse(body));
  const bytes = Uint8Array.of(...first);
  const cut = await started({ fetch: async () => response(200, chunks()) });
  await rejection(cut.live.call("DescribeLiveDomainDetail"));
  assert.deepEqual(first, bytes);
});

test("a reply with 131,072 values is read, and with one more is too long", async () => {
  const reply = (values) => `{"RequestId":"R","D":[${"1,".repeat(values - 4)}1,"[[,\\",{{"]}`;
  for (const [values, expected] of [
    [131_072, 131_070],
    [131_073, "ERR_OVERSIZED_REPLY"],
  ]) {
    const { live } = await started({ fetch: async () => new Response(reply(values)), timeoutMs: 30_000 });
    const end = await live.call("DescribeLiveDomainDetail").catch((error) => error);
    assert.equal(end.reply?.D.length ?? end.code, expected, end.message);
  }
});

/** Secrets whose characters repeat, and texts that nearly repeat them. */
const periodic = { ...key, accessKeySecret: `${"a".repeat(16_000)}b`, securityToken: `${"ab".repeat(8_000)}c` };

for (const [what, text] of Object.entries({
  "8 MiB of one character": "a".repeat(LIMIT - 200),
  "8 MiB of two characters": "ab".repeat(LIMIT / 2 - 200),
  "64 KiB of one character": "a".repeat(65_000),
  "8 MiB of CJK": "监".repeat(LIMIT / 3 - 200),
})) {
  test(`texts of ${what} beside periodic secrets`, async () => {
    const members = ["RequestId", "TaskId", "Code", "Message", "Recommend"];
    for (const name of members) {
      const body = JSON.stringify({ RequestId: "R", Code: "C", [name]: text });
      const { live, before } = await started({
        credentials: periodic,
        fetch: async () => new Response(body, { status: 403 }),
      });
      const cpuMs = startCpu();
      const error = await rejection(live.call("DescribeLiveDomainDetail"));
      const ms = cpuMs();
      assert.ok(ms <= timeoutMs + spareMs, `${name}: ${ms} ms`);
      assert.ok(JSON.stringify(error).length < 2000);
      assert.ok(
        memory().buffer.byteLength <= before + MIB,
        `${name}: ${before} to ${memory().buffer.byteLength} bytes`,
      );
    }
  });
}

test("no part of a secret is shown that is cut with its text", async () => {
  const securityToken = `MARKER+token/${"7f3a9c51d0e2".repeat(200)}`.slice(0, 2040);
  const credentials = { ...key, securityToken };
  // Eight tokens and the beginning of a ninth, of 64 characters at most, fill the 16,384 characters that are searched.
  for (let padding = 0; padding <= 64; padding++) {
    const body = JSON.stringify({ RequestId: "R", Code: "C", Message: ".".repeat(padding) + securityToken.repeat(20) });
    const { live } = await started({ credentials, fetch: async () => new Response(body, { status: 403 }) });
    const { message } = await rejection(live.call("DescribeLiveDomainDetail"));
    assert.match(message, /: \.*(?:\[redacted\]){8,9}$/);
  }
});

test("a secret far behind in a message of fetch is not in the cause", async () => {
  for (const [text, kept] of [
    [`${"x".repeat(1_000_000)} ${key.accessKeySecret}`, false],
    ["x".repeat(16_384), false],
    ["x".repeat(16_383), true],
  ]) {
    const thrown = new Error(text);
    const fetch = async () => {
      throw thrown;
    };
    const { live } = await started({ fetch, retry: quick });
    const { cause } = await rejection(live.stopRtcCloudRecording(task));
    assert.equal(cause.message === thrown.message, kept);
    assert.equal(cause.message.includes(key.accessKeySecret), false);
  }
});

test("a message that is cut proves neither a state nor what was signed", async () => {
  const body = (code, message) => JSON.stringify({ RequestId: "R", Code: code, Message: message });
  const padding = " x".repeat(10_000);
  for (const [code, message, words] of [
    ["InvalidParameter.TaskId", `${padding} state: FAILED`, /^StopRtcCloudRecording was answered HTTP 400, InvalidPar/],
    [
      "SignatureDoesNotMatch",
      `server StringToSign is [${padding}] server CanonicalRequest is [GET\n/\n]`,
      /the service does not show/,
    ],
    [
      "SignatureDoesNotMatch",
      `server CanonicalRequest is [GET\n/\n${padding}]`,
      /the service does not show the text that it signed$/,
    ],
  ]) {
    const { live } = await started({ fetch: async () => new Response(body(code, message), { status: 400 }) });
    const error = await rejection(live.stopRtcCloudRecording(task));
    assert.match(error.message, words);
  }
});
