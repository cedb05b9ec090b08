// Bundles the staged TypeScript into the ES modules and the CommonJS forms of the package.
//
//   node javascript.mjs STAGED PKG      STAGED has src/ with glue.js and inline.js, tsconfig.json and package.json
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { BYTES, ENTRIES, EXTERNAL, PEERS, PUBLIC, SHARED } from "./modules.mjs";

const [staged, pkg] = process.argv.slice(2).map((path) => resolve(path));
const src = join(staged, "src");

const common = {
  // Comments in the output name the sources by their path from here, the same on every machine.
  absWorkingDir: src,
  bundle: true,
  platform: "neutral",
  target: "es2022",
  logLevel: "warning",
  metafile: true,
};

/** The name of the shared module that a source belongs to, by the source's path. */
const owners = new Map(SHARED.map(({ name, source }) => [join(src, source), name]));

/** The names of the other modules, by the paths of their sources. */
const entries = new Map(ENTRIES.filter(({ wasm }) => !wasm).map(({ name, source }) => [join(src, source), name]));

/** The ES module that a source is in, by the source's path. */
const placed = new Map();

await bundleShared();
for (const entry of ENTRIES) await bundleModule(entry);
for (const entry of PUBLIC) await bundleCommonJs(entry);
for (const { name } of PUBLIC) await link(name);

async function bundleShared() {
  for (const module of SHARED) {
    const sources = await bundleModule(module);
    if (module.name === "errors") for (const source of sources) owners.set(source, "errors");
  }
}

/** Bundles one ES module; imports of a source that a shared module owns become imports of that module. */
async function bundleModule({ name, source, wasm, alone = false }) {
  const { metafile } = await build({
    ...common,
    entryPoints: [source],
    outfile: join(pkg, `${name}.js`),
    format: "esm",
    external: EXTERNAL,
    plugins: [sharing(name, wasm)],
  });
  const sources = Object.keys(metafile.inputs).map((path) => join(src, path));
  // A module with compiled wasm has the entry of `index`, in place of which a program imports it.
  if (!alone) keepApart(name, wasm ? sources.filter((path) => path !== join(src, source)) : sources);
  return sources;
}

/** Fails if a source is in two ES modules: its classes and its state would be there twice. */
function keepApart(name, sources) {
  for (const source of sources) {
    const other = placed.get(source);
    if (other)
      throw new Error(`${source} is in ${other}.js and in ${name}.js: import it through an entry of ${other}.js`);
    placed.set(source, name);
  }
}

function sharing(name, wasm) {
  return {
    name: "sharing",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        if (kind === "entry-point") return undefined;
        // A dynamic import stays a module of its own, and is loaded on demand.
        const imported = join(resolveDir, path);
        if (wasm && imported === join(src, BYTES)) return { path: wasm, external: true };
        const owner = (kind === "dynamic-import" ? entries.get(imported) : undefined) ?? owners.get(imported);
        if (owner && owner !== name) return { path: `./${owner}.js`, external: true, sideEffects: false };
      });
    },
  };
}

async function bundleCommonJs({ name, source }) {
  await build({
    ...common,
    entryPoints: [source],
    outfile: join(pkg, `${name}.cjs`),
    format: "cjs",
    external: ["node:*", ...PEERS],
  });
}

/** Imports the built module. That fails if it imports a name that a shared module lacks. */
async function link(name) {
  await import(pathToFileURL(join(pkg, `${name}.js`)).href);
}
