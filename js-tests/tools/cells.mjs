// What a cell of the matrix of bundlers shows: the bundle runs, it stops a recording, and it is small.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { launchChromium } from "../support/chromium.mjs";
import { serving, task } from "../support/live.mjs";
import { pageOf, saidBy, servePage } from "../support/page.mjs";

const KB = 1024;
const MOST = { gzip: 40 * KB, brotli: 34 * KB };

/** More than the class of the errors, less than any wasm. */
const NO_WASM = 4 * KB;

/** Opens a service with a recording; `stopped` asserts what a program says that has stopped it. */
export async function recording(t) {
  const { emulator, url } = await serving(t);
  const stopped = (said) => {
    assert.equal(said, "stopped");
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  };
  return { url, stopped };
}

/** Runs a script of a project in the Node.js of these tests. */
export async function stopsInNode(t, project, script) {
  const { url, stopped } = await recording(t);
  stopped((await project.run(script, { args: [url], node: process.execPath })).trim());
}

/** Opens a page in Chromium; `options` are those of servePage, without the service. */
export async function stopsInPage(t, options) {
  const { url, stopped } = await recording(t);
  const page = await servePage(t, { service: url, ...options });
  stopped(await saidBy(await launchChromium(t), page));
}

/** Opens a page with a script, which is in the folder `files`. */
export const stopsInScript = (t, files, script) => stopsInPage(t, { files, html: pageOf(script) });

/** What is beside a bundle and is not shipped: maps, what wrangler writes for its reader, the configuration of workerd. */
const BESIDE = /\.(map|md|capnp)$/;

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const shipped = entries.filter((entry) => entry.isFile() && !BESIDE.test(entry.name));
  return Promise.all(shipped.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}

const total = (files, compressed) => files.reduce((sum, file) => sum + compressed(file).length, 0);

/** Asserts that all that is in `folder` is small, file by file; returns what the table says. */
export async function small(folder, format = "gzip") {
  const files = await filesIn(folder);
  const sizes = {
    gzip: total(files, (file) => gzipSync(file, { level: 9 })),
    brotli: total(files, brotliCompressSync),
  };
  assert.ok(files.length > 0, `nothing was built in ${folder}`);
  for (const each of new Set(["gzip", format])) {
    assert.ok(sizes[each] <= MOST[each], `${sizes[each]} bytes of ${each}, and at most ${MOST[each]} are allowed`);
  }
  return `${Math.ceil(sizes[format] / KB)} KB ${format}`;
}

/** Asserts that a program that calls nothing ships no wasm, neither as a file nor inlined. */
export const withoutWasm = async (folder) => tiny(total(await filesIn(folder), (file) => file));

/** Asserts that so many bytes are the class of the errors, and no more. */
export function tiny(bytes) {
  assert.ok(
    bytes > 0 && bytes <= NO_WASM,
    `${bytes} bytes for a program that calls nothing, and at most ${NO_WASM} are allowed`,
  );
}
