// Loading of every entry, as ES module and as CommonJS: changes no built-in, and reads no global beyond the language but the clocks and
// the timers. The entry captures these, because test tools replace them later, and does not call them.
import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { manifest, tests } from "../support/paths.mjs";
import { installedFolder, runNode } from "../support/run-program.mjs";

const files = (target) => (typeof target === "string" ? [target] : Object.values(target).flatMap(files));
/** `bullmq` is not among them: it loads its peer, which reads much. */
const entries = [...new Set(files(manifest.exports))].filter((path) => /(?<!\.d|bullmq)\.c?js$/.test(path));

let folder;
before(async (t) => {
  folder = await installedFolder(t);
  await cp(join(tests, "loading", "programs"), folder, { recursive: true });
});

/** Loads a file in a new process; resolves to the report of bare.mjs. */
const loaded = async (specifier, captured = []) => {
  const how = specifier.endsWith(".cjs") ? "require" : "import";
  return JSON.parse(await runNode(["bare.mjs", how, specifier, ...captured], { cwd: folder }));
};

/** The globals that entries with a client capture. The emulator needs the clock of the client, and the others are given a client. */
const CAPTURED = ["Date", "clearTimeout", "performance", "setTimeout"];
function capturedBy(entry) {
  if (entry.startsWith("./testing.")) return ["Date"];
  return /^\.\/(?:queue|cloudflare|node)\./.test(entry) ? [] : CAPTURED;
}

/** A name that each entry exports. */
const EXPORTED = /^(?:create|decide$|consumeStops$)/;

test("finds entries of all kinds", () => {
  for (const name of ["./index.js", "./index.cjs", "./workerd.js", "./edge-light.js", "./slim.js", "./testing.cjs"]) {
    assert.ok(entries.includes(name), name);
  }
});

for (const entry of entries) {
  const captured = capturedBy(entry);
  test(`${entry} reads ${captured.join(", ") || "no global"} and changes no built-in while it loads`, async () => {
    const { read, changed, error, names } = await loaded(`./node_modules/apsara-live/${entry.slice(2)}`, captured);
    assert.deepEqual({ read: read.sort(), changed, error }, { read: captured, changed: [], error: undefined });
    assert.ok(
      names.some((name) => EXPORTED.test(name)),
      `${names}`,
    );
  });
}

test("detects calls of captured functions", async () => {
  const captured = ["Date", "performance", "setTimeout"];
  const file = "./calls-captured.mjs";
  const text =
    "try { Date.now(); } catch {} try { performance.now.bind(performance)(); } catch {} setTimeout(() => {});";
  await writeFile(join(folder, file), text);
  const { read, error } = await loaded(file, captured);
  assert.deepEqual(read, ["Date", "Date.now()", "performance", "performance.now()", "setTimeout", "setTimeout()"]);
  assert.equal(error, "setTimeout was called");
});

/** Statements with the global that they read or the built-in that they change. */
const violations = [
  ["process.env", { read: ["process"] }],
  ['typeof process === "undefined"', { read: ["process"] }],
  ["Date.now()", { read: ["Date"] }],
  ["new Date()", { read: ["Date"] }],
  ["performance.now()", { read: ["performance"] }],
  ["Math.random()", { read: ["random"] }],
  ["crypto.randomUUID()", { read: ["crypto"] }],
  ["globalThis.fetch", { read: ["fetch"] }],
  ["WebAssembly.Module", { read: ["WebAssembly"] }],
  ["setTimeout(() => {})", { read: ["setTimeout"] }],
  ["queueMicrotask(() => {})", { read: ["queueMicrotask"] }],
  ["globalThis.added = 1", { changed: ["globalThis.added"] }],
  ["Array.prototype.added = 1", { changed: ["Array.prototype.added"] }],
  ["Object.defineProperty(Error, 'name', { value: 1 })", { changed: ["Error.name"] }],
  ["delete String.prototype.trim", { changed: ["String.prototype.trim"] }],
];

for (const [index, [text, { read = [], changed = [] }]] of violations.entries()) {
  for (const extension of ["mjs", "cjs"]) {
    test(`detects ${text} in a .${extension} file that catches exceptions`, async () => {
      const name = `./violation-${index}.${extension}`;
      await writeFile(join(folder, name), `try { ${text}; } catch {}`);
      const outcome = await loaded(name);
      assert.deepEqual({ read: outcome.read, changed: outcome.changed }, { read, changed });
    });
  }
}
