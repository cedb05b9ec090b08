// Vercel's edge runtime. Its bundles turn wasm imported with `?module` into a global of the function.
import { basename, join } from "node:path";
import { build } from "esbuild";
import { pinned, tests } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

/** Returns an esbuild plugin; `found` receives the wasm file of each global. */
const wasmModules = (found) => ({
  name: "wasm-modules",
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, async ({ path, ...from }) => {
      const { kind, resolveDir } = from;
      const file = await resolve(path.replace("?module", ""), { kind, resolveDir });
      return { path: file.path, namespace: "wasm-module" };
    });
    onLoad({ filter: /.*/, namespace: "wasm-module" }, ({ path }) => {
      const name = `wasm_${basename(path, ".wasm")}`;
      found.set(name, path);
      return { contents: `export default ${name};` };
    });
  },
});

async function run({ t, folder, control }) {
  const found = new Map();
  const outfile = join(folder, "function.js");
  await build({
    absWorkingDir: folder,
    entryPoints: ["edge.mjs"],
    outfile,
    bundle: true,
    format: "iife",
    conditions: ["edge-light", "worker", "browser"],
    plugins: [wasmModules(found)],
    logLevel: "warning",
  });
  const bindings = [...found].map(([name, file]) => `${name}=${file}`);
  if (bindings.length !== 1) throw new Error(`expected one wasm in the bundle: ${bindings}`);
  const host = join(tests, "runtimes", "support", "edge-host.mjs");
  return JSON.parse(await runNode([host, outfile, control, ...bindings], { cwd: folder, signal: t.signal }));
}

export default {
  name: "Edge Runtime (Vercel)",
  version: () => pinned("edge-runtime"),
  ways: { "edge-light": run },
};
