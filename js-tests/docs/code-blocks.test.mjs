// Code blocks of all pages: JavaScript and shell commands run as they stand, against the emulator; the rest is parsed.
//
// `<!-- not run: reason -->` before a block exempts it from running. It is still parsed, and JavaScript type-checked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { tests } from "../support/paths.mjs";
import { only, partsOf } from "./support/markdown.mjs";
import { pages, read } from "./support/pages.mjs";
import { runJavaScript, runShell } from "./support/run-block.mjs";
import { messagesOf } from "./support/type-check.mjs";

/** Languages without a check: output, data and configuration. */
const PLAIN = ["", "text", "csv", "http", "xml", "yaml", "toml", "ini", "html", "diff"];

/** Returns whether a program accepts a text on its standard input. */
function accepts(program, args, input) {
  const { status, stderr, error } = spawnSync(program, args, { input, encoding: "utf8" });
  if (error) throw error;
  assert.equal(status, 0, stderr);
}

const parsers = {
  js: () => {},
  ts: () => {},
  json: (code) => JSON.parse(code),
  jsonc: (code) => JSON.parse(code.replace(/(?<=^|\s)\/\/.*$/gm, "")),
  sh: (code) => accepts("sh", ["-n"], code),
  rust: (code) => accepts("rustfmt", ["--edition", "2024", "--emit", "stdout"], code),
};
const runners = { js: runJavaScript, sh: runShell };
// Windows has no POSIX shell.
if (process.platform === "win32") for (const table of [parsers, runners]) table.sh = () => {};

const blocks = pages.flatMap((page) =>
  only(partsOf(read(page)), "code").map((block, index) => ({ ...block, name: `${page}, block ${index + 1}` })),
);
const folder = mkdtempSync(join(tmpdir(), "apsara-live-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

test("each block has a language that is checked, or that needs no check", () => {
  for (const { name, language } of blocks)
    assert.ok(language in parsers || PLAIN.includes(language), `${name}: ${language}`);
  assert.ok(blocks.length > 50);
});

test("blocks are parsed", () => {
  for (const { name, language, code } of blocks) {
    assert.doesNotThrow(() => parsers[language]?.(code), name);
  }
});

test("blocks of JavaScript and TypeScript are type-checked", () => {
  symlinkSync(join(tests, "node_modules"), join(folder, "node_modules"), "junction");
  const checked = blocks.filter(({ language }) => ["js", "ts"].includes(language));
  const paths = checked.map(({ language, code }, index) => {
    const path = join(folder, `block-${index + 1}.m${language}`);
    writeFileSync(path, `${code}\nexport {};\n`);
    return path;
  });
  const messages = messagesOf(paths);
  const found = checked.flatMap(({ name }, index) => messages.get(paths[index]).map((text) => `${name}: ${text}`));
  assert.deepEqual(found, []);
});

test("the type check finds a wrong option and a missing member", () => {
  const path = join(folder, "wrong.mjs");
  writeFileSync(
    path,
    'import { createClient } from "apsara-live";\ncreateClient({ regoin: "cn-shanghai" }).stop();\nexport {};\n',
  );
  assert.equal(messagesOf([path]).get(path).length, 2);
});

const marked = blocks.filter(({ notRun }) => notRun !== undefined);

test("few blocks are exempt, and none that could not run anyway", (t) => {
  const runnable = blocks.filter(({ language }) => language in runners);
  for (const { name, notRun } of marked) t.diagnostic(`${name} is not run: ${notRun}`);
  t.diagnostic(`${marked.length} of ${runnable.length} blocks are not run`);
  assert.deepEqual(
    marked.filter(({ language }) => !(language in runners)).map(({ name }) => name),
    [],
  );
  assert.ok(marked.length < runnable.length / 2, `${marked.length} of ${runnable.length}`);
});

describe("blocks run as they stand", { concurrency: availableParallelism() }, () => {
  const seen = new Set();
  for (const { name, language, code, notRun } of blocks) {
    if (!(language in runners) || notRun !== undefined || seen.has(code)) continue;
    seen.add(code);
    test(name, (t) => runners[language](t, code));
  }
});

test("a block that throws, or whose request is refused, fails", async (t) => {
  await assert.rejects(runJavaScript(t, 'throw new Error("broken");'), /broken/);
  await assert.rejects(
    runJavaScript(t, 'await live.stopRtcCloudRecording({ taskId: "no-such-task" }).catch(() => {});'),
    /the service refused/,
  );
  if (process.platform === "win32") return;
  await assert.rejects(runShell(t, "npx --no apsara-live stop recording no-such-task"), /NotFound\.Task/);
});
