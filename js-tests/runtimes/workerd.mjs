// workerd, the runtime of Cloudflare Workers, with the bundle that wrangler would deploy.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleWorker, compatibilityDate } from "../support/bundle-worker.mjs";
import { pinned, pkg } from "../support/paths.mjs";
import { serveWorker } from "../support/workerd.mjs";

const withFlags =
  (...flags) =>
  async ({ t, folder, control }) => {
    const dist = await bundleWorker(folder, "worker.mjs", flags);
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
