// A Worker as wrangler would bundle it, for miniflare.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { pkg, tests } from "../../support/paths.mjs";

/** Resolves to the modules of a program, with the packed wasm beside it. */
export async function workerModules(program) {
  const { outputFiles } = await build({
    entryPoints: [program],
    absWorkingDir: tests,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd"],
    external: ["*.wasm", "cloudflare:*"],
    write: false,
  });
  return [
    { type: "ESModule", path: "worker.js", contents: outputFiles[0].text },
    { type: "CompiledWasm", path: "apsara_live.wasm", contents: await readFile(join(pkg, "apsara_live.wasm")) },
  ];
}
