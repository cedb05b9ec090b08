// The subpaths without their peers, and their size in a program.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { tests } from "../support/paths.mjs";
import { installedFolder, runNode } from "../support/run-program.mjs";

test("bullmq names its missing peer; the other subpaths have none", async (t) => {
  const folder = await installedFolder(t);
  const run = (program) => runNode(["--input-type=module", "--eval", program], { cwd: folder });
  await assert.rejects(run('await import("apsara-live/bullmq")'), /Cannot find package 'bullmq'/);
  await assert.rejects(
    run('import { createRequire } from "node:module"; createRequire(import.meta.url)("apsara-live/bullmq")'),
    /Cannot find module 'bullmq'/,
  );
  await run('await import("apsara-live/queue"); await import("apsara-live/cloudflare")');
});

for (const [subpath, limit] of [
  ["queue", 4],
  ["cloudflare", 8],
  ["bullmq", 10],
]) {
  test(`apsara-live/${subpath} is at most ${limit} KB gzip, without any wasm`, async () => {
    const { outputFiles } = await build({
      stdin: { contents: `import * as all from "apsara-live/${subpath}"; console.log(all)`, resolveDir: tests },
      bundle: true,
      minify: true,
      format: "esm",
      external: ["bullmq"],
      write: false,
    });
    const { length } = gzipSync(outputFiles[0].contents);
    assert.ok(length <= limit * 1024, `${length} bytes`);
    assert.ok(!outputFiles[0].text.includes("WebAssembly"));
  });
}
