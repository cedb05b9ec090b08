// wrangler: its development server, and the bundle that it would deploy, directly on workerd.
import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { pkg } from "../support/paths.mjs";
import { serveWorker } from "../support/workerd.mjs";
import { recording, small, tiny } from "./cells.mjs";
import { project } from "./project.mjs";

/** Bytes in base64; no name and no text is that long. */
const BASE64 = /[A-Za-z0-9+/]{1000}/;

async function stopsInWorker(t, worker) {
  const { url, stopped } = await recording(t);
  const response = await fetch(`${worker}/?endpoint=${encodeURIComponent(url)}`);
  stopped(await response.text());
}

/** Asserts that the bundle contains the packed wasm once, as a file. */
async function assertWasmOnce(folder) {
  const names = await readdir(folder);
  const wasm = names.filter((name) => name.endsWith(".wasm"));
  assert.equal(wasm.length, 1, `one wasm in ${names}`);
  assert.deepEqual(await readFile(join(folder, wasm[0])), await readFile(join(pkg, "apsara_live.wasm")));
  assert.ok(!BASE64.test(await readFile(join(folder, "worker.js"), "utf8")), "the script contains bytes in base64");
}

if (all) {
  test("wrangler", async (t) => {
    const wrangler = await project(t, "wrangler");
    const version = await wrangler.version("wrangler");
    const bundle = (name) => join(wrangler.folder, "dist", name);
    const noted = (how, result) => record("tools", { name: "wrangler", version, how, result });

    await t.test("dev", async (t) => {
      const [, url] = await wrangler.start(t, "dev", /Ready on (http:\/\/[\d.]+:\d+)/);
      await stopsInWorker(t, url);
      await noted("dev", "runs");
    });

    await t.test("deploy --dry-run, on workerd", async (t) => {
      await wrangler.run("build");
      await assertWasmOnce(bundle("worker"));
      const options = { entry: "worker.js", compatibilityDate: "2026-10-01", flags: [] };
      await stopsInWorker(t, await serveWorker(t, bundle("worker"), options));
      await noted("deploy --dry-run, on workerd", await small(bundle("worker"), "brotli"));
    });

    await t.test("ships no wasm in the script of a program without calls", async () => {
      await wrangler.run("build:error");
      // The script only, because wrangler uploads every wasm that it finds, even without an import.
      tiny((await stat(join(bundle("error"), "error.js"))).size);
    });
  });
}
