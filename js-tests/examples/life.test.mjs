// The example of a whole life: from the packed file, in Node.js and as a Worker on workerd.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bundleWorker, compatibilityDate } from "../support/bundle-worker.mjs";
import { root } from "../support/paths.mjs";
import { installedFolder, runNode } from "../support/run-program.mjs";
import { serveWorker } from "../support/workerd.mjs";

const files = ["life.mjs", "life-node.mjs", "life-worker.mjs"];
const uuid = "[0-9a-f-]{36}";

const steps = [
  `created the monitor ${uuid}`,
  "started it: running",
  "stopped it, the reply was lost: stopped, verified stopped",
  "described it: not running",
  "deleted it: not found",
  `started the recording ${uuid}: RUNNING`,
  "stopped it, the reply was lost: stopped, verified stopped",
  "described it: STOPPED, files: 1",
];
const whole = new RegExp(`^${steps.join("\n")}\n$`);

/** A folder with the packed file and the example. */
async function exampleFolder(t) {
  const folder = await installedFolder(t);
  for (const file of files) cpSync(join(root, "examples", file), join(folder, file));
  return folder;
}

test("Node.js", async (t) => {
  const cwd = await exampleFolder(t);
  assert.match(await runNode(["life-node.mjs"], { cwd }), whole);
});

test("workerd", async (t) => {
  const bundle = await bundleWorker(await exampleFolder(t), "life-worker.mjs");
  const url = await serveWorker(t, bundle, { entry: "life-worker.js", compatibilityDate, flags: [] });
  const response = await fetch(url);
  assert.match(await response.text(), whole);
});
