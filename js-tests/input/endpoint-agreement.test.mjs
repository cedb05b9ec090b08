// Validators of `endpoint` and `region`: createClient accepts exactly the hosts that `Endpoint::parse` accepts in Rust, and the regions
// that the core accepts. A URL parser leaves both as they are.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import fc from "fast-check";
import { rejection, task } from "../support/live.mjs";
import { pkg, root } from "../support/paths.mjs";
import { key } from "../support/portable/fixtures.mjs";
import { wasm } from "../support/wasm-memory.mjs";

/** The core's client, without the validators of the package. */
let Client;
before(async () => {
  const { createGlue, importModule } = await import(pathToFileURL(join(pkg, "glue.js")));
  const module = await WebAssembly.compile(wasm);
  const glue = createGlue();
  const { exports } = await WebAssembly.instantiate(module, { [importModule]: glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  ({ Client } = glue);
});

const credentials = { kind: "credentials", credentials: { ...key, securityToken: undefined } };
const settings = { unixMs: 0, monotonicMs: 0, nonce: "n", method: "POST" };

/** Returns the URL that the core signs for, or the code with which it refuses the region. */
function coreOf({ region, network = "public" }) {
  const client = new Client({ region, network, signatureMethod: "ACS3-HMAC-SHA256", quotas: [] });
  try {
    const answer = client.sign(
      { operation: "StopRtcCloudRecording", params: { TaskId: task.taskId } },
      credentials,
      settings,
    );
    return answer.failed === undefined ? { url: answer.url } : { code: answer.failed.code };
  } finally {
    client.free();
  }
}

/** Returns the URL of each endpoint by `Endpoint::parse` in Rust, `null` for a refused endpoint. */
function originsInRust(endpoints) {
  const input = JSON.stringify(
    endpoints.map(({ endpoint, dangerouslyAllowPlainHttp = false }) => [endpoint, dangerouslyAllowPlainHttp]),
  );
  const run = ["run", "--quiet", "--locked", "--package", "apsara-live-core", "--example", "endpoints"];
  return JSON.parse(execFileSync("cargo", run, { cwd: root, input, encoding: "utf8", maxBuffer: 2 ** 26 }));
}

/** Returns the URL that the package signs for, or the code that createClient throws. */
async function packageOf(options) {
  let live;
  try {
    live = createClient({ credentials: key, ...options });
  } catch (error) {
    return { code: error.code };
  }
  return { url: (await live.sign("StopRtcCloudRecording", task, { date: new Date(0), nonce: "n" })).url };
}

/** Asserts that createClient takes each endpoint as Rust does. */
async function assertSameEndpoints(endpoints) {
  const origins = originsInRust(endpoints);
  assert.equal(origins.length, endpoints.length);
  for (const [index, options] of endpoints.entries()) {
    const origin = origins[index];
    const ours = await packageOf(options);
    const shown = JSON.stringify(options);
    // Rust has no tables of Unicode, so it cannot see that "xn--a" is no name.
    if (ours.code === "ERR_INVALID_ENDPOINT" && /\bxn--/i.test(options.endpoint)) {
      assert.ok(origin === null || !URL.canParse(origin), shown);
      continue;
    }
    assert.deepEqual(
      ours,
      origin === null ? { code: "ERR_INVALID_ENDPOINT" } : { url: `${origin}/?TaskId=${task.taskId}` },
      shown,
    );
    if (ours.url !== undefined) assertUnchanged(ours.url);
  }
}

async function assertSameRegion(options) {
  const ours = await packageOf(options);
  assert.deepEqual(ours, coreOf(options), JSON.stringify(options));
  if (ours.url !== undefined) assertUnchanged(ours.url);
}

/** A URL parser that changed the host would break the signature. */
function assertUnchanged(url) {
  const { protocol, host, pathname } = new URL(url);
  assert.ok(url.startsWith(`${protocol}//${host}${pathname}`), `${url} is ${protocol}//${host}${pathname}`);
}

const label = fc.oneof(
  // biome-ignore format: a list of words
  fc.constantFrom("live", "aliyuncs", "com", "localhost", "evil", "example", "xn--a", "a-b", "-a", "a-", "", "LIVE", "é", "a_b"),
  fc.string({ maxLength: 5 }),
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom("0", "00", "127", "0x7f", "0177", "1e3", "255", "256", "2130706433", "a".repeat(63), "a".repeat(64)),
);
const name = fc.oneof(
  { weight: 6, arbitrary: fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join(".")) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("127", "10", "0"), fc.nat(300), fc.nat(300), fc.nat(300))
      .map((n) => n.join(".")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("[::1]", "[::]", "[::1", "::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::1]x"),
  },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 130 }).map((count) => "a.".repeat(count).slice(0, -1)) },
);
// biome-ignore format: a list of words
const scheme = fc.constantFrom("", "", "https://", "http://", "HTTP://", "Https://", "ftp://", "//", "https:", "http:/", "ws://");
const port = fc.oneof(
  // biome-ignore format: a list of words
  fc.constantFrom("", "", "", ":", ":0", ":80", ":443", ":65535", ":65536", ":+80", ":8 0", ":080", ":00443", ":1e2", ":٣"),
  fc.nat(70_000).map((number) => `:${number}`),
  fc.nat(30).map((zeros) => `:${"0".repeat(zeros)}80`),
);
// biome-ignore format: a list of words
const end = fc.constantFrom("", "", "", "", "/", "//", "/a", "?", "?a=b", "#", "\\", "@evil.example", " ", "\n", "\0", "\u200b", ".");
const front = fc.constantFrom("", "", "", "", "", "", "user@", "user:pass@", " ", "\t", "\ufeff");
const endpoint = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(scheme, front, name, port, end).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);

const word = fc.oneof(
  // biome-ignore format: a list of words
  fc.constantFrom("cn", "ap", "rus", "shanghai", "southeast", "1", "nu16", "b01", "", "CN", "c", "toString", "é", "a_b", "a.b", "a/b", "a#"),
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
);
const region = fc.oneof(
  { weight: 8, arbitrary: fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join("-")) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((count) => `cn-${"ab".repeat(count)}`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);

const RUNS = 20_000;

test("createClient and Endpoint::parse accept the same endpoints", async () => {
  const anyEndpoint = fc.record({
    endpoint,
    dangerouslyAllowPlainHttp: fc.boolean(),
  });
  const endpoints = fc.sample(anyEndpoint, RUNS);
  await assertSameEndpoints(endpoints);
});

test("createClient and the core accept the same regions", () =>
  fc.assert(fc.asyncProperty(fc.record({ region, network: fc.constantFrom("public", "vpc") }), assertSameRegion), {
    numRuns: RUNS,
  }));

test("createClient refuses a host that no URL parser takes", () => {
  for (const endpoint of ["xn--a", "https://xn--a.example:1"]) {
    assert.throws(() => createClient({ credentials: key, endpoint }), { code: "ERR_INVALID_ENDPOINT" });
  }
});

/** Endpoints with the URL that requests go to; `undefined` is a refusal. */
const table = [
  ["http://localhost:8799", "http://localhost:8799"],
  ["http://127.0.0.1", "http://127.0.0.1"],
  ["http://127.255.255.254:1", "http://127.255.255.254:1"],
  ["http://[::1]:8799", "http://[::1]:8799"],
  ["localhost:8799", "http://localhost:8799"],
  ["live.localhost:8799", "https://live.localhost:8799"],
  ["http://live.localhost"],
  ["http://localhost.evil.example"],
  ["http://127.0.0.1.evil.example"],
  ["http://127.evil.example"],
  ["http://127.0.0.1.1"],
  ["http://128.0.0.1"],
  ["http://0.0.0.0"],
  ["http://[::]"],
  ["http://emulator:8799"],
];

test("Endpoint::parse takes the table as createClient does", () =>
  assertSameEndpoints(table.map(([endpoint]) => ({ endpoint }))));

for (const [text, origin] of table) {
  test(`${text} ${origin === undefined ? "is refused" : `is ${origin}`}`, async () => {
    const { url, code } = await packageOf({ endpoint: text });
    if (origin === undefined) assert.equal(code, "ERR_INVALID_ENDPOINT");
    else assert.ok(url.startsWith(`${origin}/`), url);
  });
}

test("dangerouslyAllowPlainHttp takes a test host with http, and nothing else", async () => {
  const allowed = { dangerouslyAllowPlainHttp: true };
  assert.match((await packageOf({ endpoint: "http://emulator:8799", ...allowed })).url, /^http:\/\/emulator:8799\//);
  assert.match((await packageOf({ endpoint: "emulator:8799", ...allowed })).url, /^https:/);
  assert.equal((await packageOf({ endpoint: "ftp://emulator", ...allowed })).code, "ERR_INVALID_ENDPOINT");
  for (const value of [1, "true", "yes", null, {}]) {
    const options = { endpoint: "http://emulator:8799", dangerouslyAllowPlainHttp: value };
    assert.equal((await packageOf(options)).code, "ERR_INVALID_OPTION");
  }
  const live = createClient({ credentials: key, endpoint: "https://emulator" });
  const error = await rejection(live.stopRtcCloudRecording(task, allowed));
  assert.equal(error.code, "ERR_UNKNOWN_KEY");
});
