// The packed file, installed alone, in a Worker that wrangler bundles and workerd runs, with and without nodejs_compat.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { modernNode, pkg, tool } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { fixture, report } from "./fixture.mjs";
import { serveWorker } from "./workerd.mjs";

const node = modernNode();
const compatibilityDate = "2026-10-01";

/** Bundles as a deployment would, in a home of its own; returns the folder of the bundle. */
async function bundle(folder, flags) {
  const options = ["--name=conformance", `--compatibility-date=${compatibilityDate}`, "--dry-run", "--outdir=dist"];
  const flagged = flags.flatMap((flag) => ["--compatibility-flags", flag]);
  const home = join(folder, "home");
  const env = {
    ...process.env,
    CI: "1",
    WRANGLER_SEND_METRICS: "false",
    XDG_CONFIG_HOME: home,
    WRANGLER_LOG_PATH: home,
  };
  const wrangler = tool("wrangler/bin/wrangler.js");
  await runProgram(node, [wrangler, "deploy", "worker.mjs", ...options, ...flagged], { cwd: folder, env });
  return join(folder, "dist");
}

for (const flags of [[], ["nodejs_compat"]]) {
  test(`workerd, ${flags.length === 0 ? "no flags" : flags}`, async (t) => {
    const { folder, control } = await fixture(t, "worker");
    const dist = await bundle(folder, flags);

    const files = await readdir(dist);
    const wasm = files.filter((name) => name.endsWith(".wasm"));
    assert.equal(wasm.length, 1, `one wasm in the bundle: ${files}`);
    assert.deepEqual(await readFile(join(dist, wasm[0])), await readFile(join(pkg, "apsara_live.wasm")));
    const entry = await readFile(join(dist, "worker.js"), "utf8");
    assert.ok(!entry.includes("AGFzbQ"), "the wasm is not in the bundle a second time, as base64");

    const url = await serveWorker(t, dist, { entry: "worker.js", compatibilityDate, flags });
    const response = await fetch(url, { method: "POST", body: control });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    await report(t, JSON.parse(text));
  });
}
