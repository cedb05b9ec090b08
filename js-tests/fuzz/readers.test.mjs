// Differential fuzz of the two readers of replies: the package's reader, in TypeScript, and `Reply::read` of the Rust core.
//
// 2,000 runs, or as many as APSARA_LIVE_FUZZ_RUNS says: `APSARA_LIVE_FUZZ_RUNS=1000000 npm test -- fuzz/readers`. APSARA_LIVE_FUZZ_SEED
// repeats a run.
//
// The readers share any status, any headers and any bytes, except for JSON that serde_json does not read: more than 127 levels, half of a
// surrogate pair in an escape, a number beyond the range of a double. Rust calls such a body foreign; the package reads it. They share no
// date before 1970, which is none in Rust.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { before, test } from "node:test";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { root } from "../support/paths.mjs";
import { body, dateText, encoded, headers, longBody, respond, status } from "./responses.mjs";

const numRuns = Number(process.env.APSARA_LIVE_FUZZ_RUNS ?? 2000);
const seed = Number(process.env.APSARA_LIVE_FUZZ_SEED ?? Math.trunc(Math.random() * 2 ** 31));

let readReply;
before(async () => {
  const entryPoints = [join(root, "pkg-template", "src", "http", "reply.ts")];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", write: false });
  ({ readReply } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`));
});

const { cases } = JSON.parse(readFileSync(join(root, "vectors", "replies.json"), "utf8"));
/** A body of the vectors in which a part is repeated, missing or another. */
const mutated = fc
  .tuple(
    fc.constantFrom(...cases.map((known) => known.body)),
    fc.nat(),
    fc.nat(12),
    fc.constantFrom("", '"', "{", "<", "_", ",", "\\u0041", "\\ud800"),
  )
  .map(([text, at, length, part]) => {
    const begin = at % (text.length + 1);
    return encoded(text.slice(0, begin) + part + text.slice(begin + (at % 2 === 0 ? length : -length)));
  });
const response = fc.record({
  status,
  headers: fc.oneof(headers, fc.record({ date: dateText, "retry-after": dateText }, { requiredKeys: [] })),
  bytes: fc.oneof(
    { weight: 200, arbitrary: body },
    { weight: 50, arbitrary: mutated },
    { weight: 1, arbitrary: longBody },
  ),
  maxBodyBytes: fc.constantFrom(65_536, 65_536, 8 << 20, 20),
});

/** Whether a JSON text has half of a surrogate pair in an escape, also in a member that a later one replaces. */
const hasHalfPair = (text) =>
  /\\u[dD][89a-fA-F]/.test(
    text.replaceAll("\\\\", "").replaceAll(/\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/g, ""),
  );

/** Whether a value has more levels or a larger number than serde_json reads. */
function isBeyondSerde(value, depth = 1) {
  if (typeof value === "number") return !Number.isFinite(value);
  if (value === null || typeof value !== "object") return false;
  return depth > 127 || Object.values(value).some((inner) => isBeyondSerde(inner, depth + 1));
}

test(`both readers find the same facts: ${numRuns} runs, seed ${seed}`, { timeout: 3_600_000 }, async (t) => {
  const args = [
    "run",
    "--quiet",
    "--locked",
    "--package",
    "apsara-live-core",
    "--features",
    "json",
    "--example",
    "read",
  ];
  const rust = spawn("cargo", args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => rust.kill());
  // The end of the program ends the lines, too.
  rust.stdin.on("error", () => {});
  const lines = createInterface({ input: rust.stdout })[Symbol.asyncIterator]();
  const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  const { signal } = new AbortController();
  const forms = {};
  let beyond = 0;
  const batch = 500;
  for (let done = 0; done < numRuns; done += batch) {
    const responses = fc.sample(response, { numRuns: Math.min(batch, numRuns - done), seed: seed + done });
    for (const { status, headers, bytes, maxBodyBytes } of responses) {
      const given = [
        status,
        [...new Headers(headers)],
        Buffer.from(bytes.subarray(0, maxBodyBytes + 1)).toString("base64"),
        maxBodyBytes,
        nowMs,
      ];
      rust.stdin.write(`${JSON.stringify(given)}\n`);
    }
    for (const given of responses) {
      const { reply, json } = await readReply(respond(given), nowMs, given.maxBodyBytes, signal);
      const read = JSON.parse((await lines.next()).value);
      const { taskStatus, ...fields } = reply.body.fields ?? {};
      const text = Buffer.from(given.bytes).toString("utf8");
      if (reply.body.form === "json" && (hasHalfPair(text) || isBeyondSerde(json))) {
        beyond++;
        continue;
      }
      const isOld = reply.dateMs < 0;
      const { dateMs, retryAfterMs } = isOld ? {} : reply;
      const ours = { ...reply, dateMs, retryAfterMs, ...reply.body, fields: reply.body.fields && fields };
      delete ours.body;
      if (isOld) delete read.retryAfterMs;
      assert.deepEqual(
        JSON.parse(JSON.stringify(ours)),
        withoutNulls(read),
        `${JSON.stringify(given.headers)} ${text}`,
      );
      forms[read.form] = (forms[read.form] ?? 0) + 1;
    }
  }
  // A differential test proves nothing about a form that it never compares.
  for (const form of ["json", "xml", "empty", "oversized", "foreign"])
    assert.ok(forms[form] > 0, `${form} in ${JSON.stringify(forms)}`);
  assert.ok(beyond < numRuns / 20, `${beyond} bodies that the readers do not share`);
  t.diagnostic(`${JSON.stringify(forms)}, not shared: ${beyond}`);
});

/** The facts without those that are missing. */
const withoutNulls = (facts) => JSON.parse(JSON.stringify(facts), (_, value) => (value === null ? undefined : value));
