// Checks of a bundler's output: the bundle runs, stops a recording and is small.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { launchChromium } from "../support/chromium.mjs";
import { serving, task } from "../support/live.mjs";
import { pageOf, saidBy, servePage } from "../support/page.mjs";

const KB = 1024;
/** The most that a bundle with one call may have. The README states the first size. */
export const MOST = { gzip: 67 * KB, brotli: 59 * KB };

/** More bytes than LiveError has, and fewer than any wasm has. */
const NO_WASM = 4 * KB;

/** Starts a service with a recording; `stopped` asserts that a program printed the outcome and stopped it. */
export async function recording(t) {
  const { emulator, url } = await serving(t);
  const stopped = (said) => {
    assert.equal(said, "stopped");
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  };
  return { url, stopped };
}

/** Runs a script of a project in the Node.js of the tests and asserts that it stops a recording. */
export async function stopsInNode(t, project, script) {
  const { url, stopped } = await recording(t);
  stopped((await project.run(script, { args: [url], node: process.execPath })).trim());
}

/** Opens a page in Chromium and asserts that it stops a recording; servePage gets `options` and the service. */
export async function stopsInPage(t, options) {
  const { url, stopped } = await recording(t);
  const page = await servePage(t, { service: url, ...options });
  stopped(await saidBy(await launchChromium(t), page));
}

/** Does the same for a page with a script in the folder `files`. */
export const stopsInScript = (t, files, script) => stopsInPage(t, { files, html: pageOf(script) });

/** Files that are not shipped: source maps, the readme of wrangler, the configuration of workerd. */
const BESIDE = /\.(map|md|capnp)$/;

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const shipped = entries.filter((entry) => entry.isFile() && !BESIDE.test(entry.name));
  return Promise.all(shipped.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}

const total = (files, compressed) => files.reduce((sum, file) => sum + compressed(file).length, 0);

/** Asserts that the compressed files in `folder` are small; returns their size for the table. */
export async function small(folder, format = "gzip") {
  const files = await filesIn(folder);
  const sizes = {
    gzip: total(files, (file) => gzipSync(file, { level: 9 })),
    brotli: total(files, brotliCompressSync),
  };
  assert.ok(files.length > 0, `nothing was built in ${folder}`);
  for (const each of new Set(["gzip", format])) {
    assert.ok(sizes[each] <= MOST[each], `${sizes[each]} bytes ${each}, expected at most ${MOST[each]}`);
  }
  return `${Math.ceil(sizes[format] / KB)} KB ${format}`;
}

/** Asserts that a program without calls ships no wasm, neither as a file nor inlined. */
export const withoutWasm = async (folder) => tiny(total(await filesIn(folder), (file) => file));

/** Asserts that a bundle of `bytes` bytes contains LiveError only. */
export function tiny(bytes) {
  assert.ok(bytes > 0 && bytes <= NO_WASM, `${bytes} bytes for a program without calls, expected at most ${NO_WASM}`);
}
