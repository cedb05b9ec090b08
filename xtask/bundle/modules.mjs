// The modules of the package with their staged sources. In the package, all modules are in one folder.

/** The source of the inlined wasm. */
export const BYTES = "wasm/inline-bytes.ts";

/**
 * ES modules that entries share, each in a file of its own. An entry imports them; their sources are in no other ES module.
 *
 * `errors` comes first and owns all its sources, because `instanceof` needs one `LiveError` in all entries.
 * `bytes` holds the inlined wasm, which only `index` imports.
 */
export const SHARED = [
  { name: "errors", source: "entries/errors.ts" },
  { name: "bytes", source: BYTES },
  { name: "client", source: "client/api.ts" },
];

const entry = (name, how) => ({ name, source: `entries/${name}.ts`, ...how });

/**
 * The other ES modules. A module that stands alone shares nothing but `errors`. A module with `wasm` imports that compiled module, which
 * the bundler of its runtime hands over, and not the bytes.
 */
export const ENTRIES = [
  entry("index", { isPublic: true }),
  entry("slim", { isPublic: true }),
  entry("workerd", { source: "entries/index.ts", wasm: "./apsara_live.wasm" }),
  entry("edge-light", { source: "entries/index.ts", wasm: "./apsara_live.wasm?module" }),
  entry("testing", { isPublic: true, alone: true }),
  entry("node", { isPublic: true, alone: true }),
  entry("queue", { isPublic: true, alone: true }),
  entry("bullmq", { isPublic: true, alone: true }),
  entry("cloudflare", { isPublic: true, alone: true }),
  entry("cli", { alone: true }),
  entry("cli-commands", { alone: true }),
];

/** The entries that users name: each also has a CommonJS form, bundled whole, and the declarations of both forms. */
export const PUBLIC = ENTRIES.filter(({ isPublic }) => isPublic);

/** Optional peer dependencies: the user installs them. */
export const PEERS = ["bullmq", "@alicloud/credentials", "undici"];

/** Imports that the bundler keeps: a file that the build puts beside the modules, modules of Node.js, and peers. */
export const EXTERNAL = ["./glue.js", "node:*", ...PEERS];
