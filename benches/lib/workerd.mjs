// Starts workerd with a bundled Worker and measures its first response.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { workerdConfiguration } from "../../js-tests/support/workerd-config.mjs";
import { benches, scratch } from "./paths.mjs";

const workerd = createRequire(import.meta.url)("workerd").default;

/** Bundles a program of `programs/worker` as wrangler would; resolves to the folder of the bundle. */
export async function bundleWorker(name) {
  const folder = join(scratch, "worker", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(benches, "programs", "worker", `${name}.mjs`)],
    outfile: join(folder, "worker.js"),
    bundle: true,
    minify: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "error",
  });
  const wasm = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  const configuration = workerdConfiguration({ entry: "worker.js", wasm, compatibilityDate: "2026-01-01" });
  await writeFile(join(folder, "config.capnp"), configuration);
  return folder;
}

/** Measures the milliseconds to the end of the first response, from the start of the process and from its listening. */
export async function firstResponse(folder, endpoint) {
  const begun = performance.now();
  const child = spawn(workerd, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  try {
    const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`workerd ended with ${code}`)));
    const listening = once(createInterface(child.stdio[3]), "line");
    const [line] = await Promise.race([listening, ended]);
    const listened = performance.now();
    const response = await fetch(`http://127.0.0.1:${JSON.parse(line).port}`, { method: "POST", body: endpoint });
    const { taskId } = await response.json();
    if (!response.ok || taskId === undefined) throw new Error(`the Worker responded with ${response.status}`);
    const now = performance.now();
    ended.catch(() => {});
    return { fromStart: now - begun, fromListening: now - listened };
  } finally {
    child.kill();
  }
}
