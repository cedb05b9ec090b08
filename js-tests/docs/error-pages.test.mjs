// Error pages: each has a cause, a check with a command that runs, a remedy, and code for its own code that runs.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { root } from "../support/paths.mjs";
import { only, partsOf } from "./support/markdown.mjs";
import { runJavaScript, runShell } from "./support/run-block.mjs";
import { comparableCode } from "./support/structure.mjs";

const folder = mkdtempSync(join(tmpdir(), "apsara-live-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const source = join(root, "docs", ".vitepress", "errors");
const outfile = join(folder, "pages.mjs");
buildSync({
  entryPoints: [join(source, "pages.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile,
  // The catalog reads files beside it.
  define: { "import.meta.url": JSON.stringify(pathToFileURL(join(source, "catalog.ts")).href) },
});
const { errorPages } = await import(pathToFileURL(outfile).href);

const WIDTH = 76;
const languages = ["en", "zh"].map((language) =>
  [...errorPages(language).values()].filter(({ slug }) => !slug.startsWith("kind-")),
);
const [pages] = languages;
const blocksOf = ({ markdown }, language) =>
  only(partsOf(markdown), "code").filter((block) => block.language === language);

test("every code has a page with a cause, a check, a command, a remedy and code of its own", () => {
  assert.ok(pages.length > 70, `${pages.length} pages`);
  for (const page of languages.flat()) {
    const { title, markdown } = page;
    const parts = markdown.split(/^## .*$/m);
    assert.equal(parts.length, 5, title);
    for (const part of parts) assert.notEqual(part.trim(), "", title);
    const [command, ...commands] = blocksOf(page, "sh");
    const [{ code }, ...codes] = blocksOf(page, "js");
    assert.deepEqual([commands, codes], [[], []], title);
    assert.match(command.code, /^npx --no apsara-live /, title);
    assert.ok(code.includes(`"${title}"`), title);
    for (const line of code.split("\n")) assert.ok(line.length <= WIDTH, `${title}: ${line}`);
  }
});

test("the pages of both languages have the same commands and code", () => {
  const [english, chinese] = languages.map((all) =>
    all.map((page) =>
      [...blocksOf(page, "sh"), ...blocksOf(page, "js")].map((b) => comparableCode(b.language, b.code)),
    ),
  );
  assert.deepEqual(chinese, english);
});

describe("commands and code of the error pages run", { concurrency: availableParallelism() }, () => {
  const seen = new Set();
  for (const page of pages) {
    const [command] = blocksOf(page, "sh");
    if (!seen.has(command.code)) {
      seen.add(command.code);
      test(command.code, { skip: process.platform === "win32" && "needs a POSIX shell" }, (t) =>
        runShell(t, command.code),
      );
    }
    const [{ code }] = blocksOf(page, "js");
    test(`code for ${page.title}`, (t) => runJavaScript(t, `${failing(page.title)}\n${code}\nassert.ok(said > 0);\n`));
  }
});

/** The stop of a task fails once with the error of a page; what the code prints is counted. */
const failing = (code) => `
import assert from "node:assert/strict";
import { createLiveError } from "apsara-live/testing";

let said = 0;
for (const name of ["log", "error"]) console[name] = () => { said += 1; };
const code = ${JSON.stringify(code)};
if (/^(InvalidParameter.TaskId|StreamMonitorAlreadyStop|CodeTaskHasStopped)$/.test(code)) {
  live.stopRtcCloudRecording = live.stopLiveStreamMonitor = live.stopLivePullToPush = async () => ({ outcome: "already-stopped", code });
} else {
  const error = createLiveError({ kind: "service", code });
  for (const name of ["stopRtcCloudRecording", "stopLiveStreamMonitor", "stopLivePullToPush", "stopRtcCloudTranscode"]) {
    const stop = live[name];
    live[name] = async () => {
      live[name] = stop;
      throw error;
    };
  }
  const run = async function* (tasks) {
    for (const task of tasks) yield { task, outcome: "failed", error };
  };
  if (code.startsWith("ERR_RUN_")) live.stopAll = run;
}
`;
