// Vectors: the reader of replies finds in each body of replies.json the fields that are there, and the judge of the fuzz test draws the
// same conclusion. Cases of the JSON and XML readers; the tests of the Rust core read the same file with its reader.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildSync } from "esbuild";
import { isSuccess } from "../fuzz/judge.mjs";
import { root } from "../support/paths.mjs";

const folder = join(root, "vectors");
const { cases } = JSON.parse(readFileSync(join(folder, "replies.json"), "utf8"));
const NAMES = ["requestId", "taskId", "code", "message", "recommend", "accessDeniedDetail"];
const NONE = Object.fromEntries(NAMES.map((name) => [name, undefined]));
const FOUND_NONE = { ...NONE, taskStatus: undefined, mentionsError: false, nestsError: false };
const unread = new Set(cases.map(({ name }) => name));

let readBody;
before(async () => {
  const entryPoints = [join(root, "pkg-template", "src", "http", "reply.ts")];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", write: false });
  ({ readBody } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`));
});

for (const { name, body, kind, fields, stopWith200 } of cases) {
  test(`reads ${name}`, () => {
    const bytes = new TextEncoder().encode(body);
    const { form, fields: read = FOUND_NONE } = readBody(bytes, 65_536).body;
    assert.equal(form, kind);
    assert.deepEqual(read, { ...FOUND_NONE, ...fields });
    const isStopped = stopWith200 === "success" && fields.taskId === "T";
    assert.equal(isSuccess({ status: 200, bytes }, "T"), isStopped, "the judge");
    unread.delete(name);
  });
}

after(() => {
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length, "a name is there twice");
  assert.deepEqual([...unread], [], "cases that no test completed");
  const files = readdirSync(folder).filter((name) => name !== "README.md");
  assert.deepEqual(files, ["recordings", "replies.json", "requests.json", "signatures.json"], "a file without a reader");
});
