// Validators of `endpoint` and `region`: createClient accepts exactly the hosts of a reference that reads them label by label, and the
// regions that the core accepts. A URL parser leaves both as they are.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import fc from "fast-check";
import { rejection, task } from "../support/live.mjs";
import { pkg } from "../support/paths.mjs";
import { key } from "../support/portable/fixtures.mjs";

/** The core's client, without the validators of the package. */
let Client;
before(async () => {
  const { createGlue, importModule } = await import(pathToFileURL(join(pkg, "glue.js")));
  const module = await WebAssembly.compile(
    readFileSync(createRequire(import.meta.url).resolve("apsara-live/apsara_live.wasm")),
  );
  const glue = createGlue();
  const { exports } = await WebAssembly.instantiate(module, { [importModule]: glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  ({ Client } = glue);
});

const accessKey = { ...key, securityToken: undefined };
const settings = { unixMs: 0, nonce: "n", method: "POST" };

/** Returns the URL that the core signs for, or the code with which it refuses the region. */
function coreOf({ region, network = "public" }) {
  const client = new Client({ region, network, signatureMethod: "ACS3-HMAC-SHA256" });
  try {
    const answer = client.sign({ operation: "StopRtcCloudRecording", params: task }, accessKey, settings);
    return answer.failed === undefined ? { url: answer.url } : { code: answer.failed.code };
  } finally {
    client.free();
  }
}

/** Returns the origin of an endpoint, or `undefined`; by the rules of `Endpoint::parse` in Rust, without regular expressions of URLs. */
function referenceOf({ endpoint, dangerouslyAllowPlainHttp = false }) {
  const [before, ...behind] = endpoint.split("://");
  const given = behind.length > 0 ? before.toLowerCase() : undefined;
  let authority = behind.length > 0 ? behind.join("://") : before;
  if (given !== undefined && authority.endsWith("/")) authority = authority.slice(0, -1);
  const colon = authority.indexOf(":", Math.max(0, authority.indexOf("]")));
  const name = (colon < 0 ? authority : authority.slice(0, colon)).toLowerCase();
  const loopback = loopbackOf(name);
  if (loopback === undefined) return undefined;
  const scheme = given ?? (loopback ? "http" : "https");
  if (scheme !== "https" && !(scheme === "http" && (loopback || (given && dangerouslyAllowPlainHttp))))
    return undefined;
  const byDefault = scheme === "https" ? 443 : 80;
  const digits = colon < 0 ? String(byDefault) : authority.slice(colon + 1);
  if (digits === "" || ![...digits].every((digit) => "0123456789".includes(digit))) return undefined;
  const port = Number(digits);
  if (port < 1 || port > 65_535) return undefined;
  return `${scheme}://${name}${port === byDefault ? "" : `:${port}`}`;
}

/** Whether a host is loopback, or `undefined` for a host to which no signed request may go. */
function loopbackOf(name) {
  if (name === "[::1]") return true;
  const labels = name.split(".");
  const allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const isLabel = (label) =>
    label.length > 0 &&
    label.length <= 63 &&
    !label.startsWith("-") &&
    !label.endsWith("-") &&
    [...label].every((character) => allowed.includes(character));
  if (name.length > 253 || !labels.every(isLabel)) return undefined;
  if (!"0123456789".includes(labels.at(-1)[0])) return name === "localhost";
  const isByte = (label) => String(Number(label)) === label && Number(label) <= 255;
  return labels.length === 4 && labels.every(isByte) ? labels[0] === "127" : undefined;
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

/** Returns the result of the core, or of the reference, for the options. */
function expectedOf(options) {
  if (options.endpoint === undefined) return coreOf(options);
  const origin = referenceOf(options);
  return origin === undefined ? { code: "ERR_INVALID_ENDPOINT" } : { url: `${origin}/?TaskId=${task.taskId}` };
}

async function assertAgreed(options) {
  const [expected, ours] = [expectedOf(options), await packageOf(options)];
  // The reference has no tables of Unicode, so it cannot see that "xn--a" is no name.
  if (ours.code === "ERR_INVALID_ENDPOINT" && /\bxn--/i.test(options.endpoint)) {
    assert.ok(expected.code === ours.code || !URL.canParse(expected.url), JSON.stringify(options));
    return;
  }
  assert.deepEqual(ours, expected, JSON.stringify(options));
  if (ours.url === undefined) return;
  const { protocol, host, pathname } = new URL(ours.url);
  assert.ok(ours.url.startsWith(`${protocol}//${host}${pathname}`), `${ours.url} is ${protocol}//${host}${pathname}`);
}

const label = fc.oneof(
  fc.constantFrom(
    "live",
    "aliyuncs",
    "com",
    "localhost",
    "evil",
    "example",
    "xn--a",
    "a-b",
    "-a",
    "a-",
    "",
    "LIVE",
    "é",
    "a_b",
  ),
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
const scheme = fc.constantFrom(
  "",
  "",
  "https://",
  "http://",
  "HTTP://",
  "Https://",
  "ftp://",
  "//",
  "https:",
  "http:/",
  "ws://",
);
const port = fc.oneof(
  fc.constantFrom(
    "",
    "",
    "",
    ":",
    ":0",
    ":80",
    ":443",
    ":65535",
    ":65536",
    ":+80",
    ":8 0",
    ":080",
    ":00443",
    ":1e2",
    ":٣",
  ),
  fc.nat(70_000).map((number) => `:${number}`),
  fc.nat(30).map((zeros) => `:${"0".repeat(zeros)}80`),
);
const end = fc.constantFrom(
  "",
  "",
  "",
  "",
  "/",
  "//",
  "/a",
  "?",
  "?a=b",
  "#",
  "\\",
  "@evil.example",
  " ",
  "\n",
  "\0",
  "\u200b",
  ".",
);
const front = fc.constantFrom("", "", "", "", "", "", "user@", "user:pass@", " ", "\t", "\ufeff");
const endpoint = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(scheme, front, name, port, end).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);

const word = fc.oneof(
  fc.constantFrom(
    "cn",
    "ap",
    "rus",
    "shanghai",
    "southeast",
    "1",
    "nu16",
    "b01",
    "",
    "CN",
    "c",
    "toString",
    "é",
    "a_b",
    "a.b",
    "a/b",
    "a#",
  ),
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
);
const region = fc.oneof(
  { weight: 8, arbitrary: fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join("-")) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((count) => `cn-${"ab".repeat(count)}`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);

const holds = (arbitrary) => fc.assert(fc.asyncProperty(arbitrary, assertAgreed), { numRuns: 20_000 });

test("createClient and the reference accept the same endpoints", () =>
  holds(fc.record({ endpoint, dangerouslyAllowPlainHttp: fc.boolean() })));

test("createClient and the core accept the same regions", () =>
  holds(fc.record({ region, network: fc.constantFrom("public", "vpc") })));

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

for (const [text, origin] of table) {
  test(`${text} ${origin === undefined ? "is refused" : `is ${origin}`}`, async () => {
    await assertAgreed({ endpoint: text });
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
