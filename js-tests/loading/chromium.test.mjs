// Loading in Chromium: under a Content-Security-Policy, with wasm that the page supplies, and not before the first call.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { all } from "../matrix/record.mjs";
import { launchChromium } from "../support/chromium.mjs";
import { serving, task } from "../support/live.mjs";
import { pageOf, saidBy, servePage } from "../support/page.mjs";
import { pkg, tests } from "../support/paths.mjs";
import { installedFolder } from "../support/run-program.mjs";
import { allWell } from "./slim-sources.mjs";

/** Bundles a program and opens it in a page; resolves to its output and to the emulator that it calls. */
async function outputOf(t, program, headers) {
  const folder = await installedFolder(t);
  await cp(join(tests, "loading", "programs"), folder, { recursive: true });
  await cp(join(tests, "loading", "slim-sources.mjs"), join(folder, "slim-sources.mjs"));
  await cp(join(pkg, "apsara_live.wasm"), join(folder, "dist", "apsara_live.wasm"));
  await build({ absWorkingDir: folder, entryPoints: [program], outdir: "dist", bundle: true, format: "esm" });
  const { emulator, url } = await serving(t);
  const options = { service: url, files: join(folder, "dist"), html: pageOf(`/${program}`), headers };
  const page = await servePage(t, options);
  return { emulator, output: JSON.parse(await saidBy(await launchChromium(t), page)) };
}

const policy = (script) => ({ "content-security-policy": `default-src 'self'; script-src ${script}` });

if (all) {
  test("a Content-Security-Policy without 'wasm-unsafe-eval' rejects with the remedy and sends no request", async (t) => {
    const { emulator, output: error } = await outputOf(t, "stop.js", policy("'self'"));
    const { message, ...rest } = error;
    assert.deepEqual(rest, { kind: "internal", code: "ERR_WASM_UNAVAILABLE", outcomeUnknown: false });
    assert.match(message, /Content-Security-Policy forbids it, allow 'wasm-unsafe-eval'/);
    assert.equal(emulator.requests.length, 0);
  });

  test("a Content-Security-Policy with only 'wasm-unsafe-eval' allows calls", async (t) => {
    const { emulator, output: result } = await outputOf(t, "stop.js", policy("'self' 'wasm-unsafe-eval'"));
    assert.equal(result.outcome, "stopped");
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  });

  test("apsara-live/slim accepts the wasm in every form", async (t) => {
    const { output: outcomes } = await outputOf(t, "slim.js", policy("'self' 'wasm-unsafe-eval'"));
    assert.ok(Object.keys(outcomes).length > 0);
    assert.deepEqual(outcomes, allWell(outcomes));
  });

  test("loads no wasm before the first call", async (t) => {
    const { idle, called } = (await outputOf(t, "idle.js")).output;
    assert.deepEqual(idle, []);
    assert.ok(called.includes("instantiate"), "the watch sees the first call");
  });
}
