// workerd, the runtime of Cloudflare Workers, with the bundle that wrangler would deploy.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { modernNode, pinned, pkg, tool } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { serveWorker } from "../support/workerd.mjs";

const compatibilityDate = "2026-10-01";

/** Bundles as a deployment would, with an empty home folder; returns the folder of the bundle. */
async function bundle(folder, flags) {
  const options = ["--name=conformance", `--compatibility-date=${compatibilityDate}`, "--dry-run", "--outdir=dist"];
  const flagged = flags.flatMap((flag) => ["--compatibility-flags", flag]);
  const home = join(folder, "home");
  const calm = { CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: home, WRANGLER_LOG_PATH: home };
  const args = [tool("wrangler/bin/wrangler.js"), "deploy", "worker.mjs", ...options, ...flagged];
  await runProgram(modernNode(), args, { cwd: folder, env: { ...process.env, ...calm } });
  return join(folder, "dist");
}

const withFlags =
  (...flags) =>
  async ({ t, folder, control }) => {
    const dist = await bundle(folder, flags);
    const files = await readdir(dist);
    const wasm = files.filter((name) => name.endsWith(".wasm"));
    assert.equal(wasm.length, 1, `one wasm in the bundle: ${files}`);
    assert.deepEqual(await readFile(join(dist, wasm[0])), await readFile(join(pkg, "apsara_live.wasm")));
    const entry = await readFile(join(dist, "worker.js"), "utf8");
    assert.ok(!entry.includes("AGFzbQ"), "the bundle must not hold the wasm as base64 too");

    const url = await serveWorker(t, dist, { entry: "worker.js", compatibilityDate, flags });
    const response = await fetch(url, { method: "POST", body: control, signal: t.signal });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  };

export default {
  name: "workerd",
  version: () => pinned("workerd"),
  part: "fast",
  // Without flags, process.getBuiltinModule() finds node:async_hooks too.
  asyncHooks: () => true,
  ways: { "no flags": withFlags(), nodejs_compat: withFlags("nodejs_compat") },
};
