// The modules of the package with their staged sources. In the package, all modules are in one folder.

/**
 * ES modules that entries share, each in a file of its own. An entry imports them; their sources are in no other ES module.
 *
 * `errors` comes first and owns all its sources, because `instanceof` needs one `LiveError` in all entries.
 * `bytes` holds the inlined wasm, which only `index` imports.
 */
export const SHARED = [
  { name: "errors", source: "entries/errors.ts" },
  { name: "bytes", source: "wasm/inline-bytes.ts" },
  { name: "client", source: "client/api.ts" },
];

/** The other ES modules. A module that stands alone shares nothing but `errors`. */
export const ENTRIES = [
  { name: "index", source: "entries/index.ts" },
  { name: "slim", source: "entries/slim.ts" },
  { name: "workerd", source: "entries/workerd.ts" },
  { name: "edge-light", source: "entries/edge-light.ts" },
  { name: "testing", source: "entries/testing.ts", alone: true },
  { name: "node", source: "entries/node.ts", alone: true },
  { name: "queue", source: "entries/queue.ts", alone: true },
  { name: "bullmq", source: "entries/bullmq.ts", alone: true },
  { name: "cloudflare", source: "entries/cloudflare.ts", alone: true },
  { name: "cli", source: "entries/cli.ts", alone: true },
  { name: "cli-commands", source: "entries/cli-commands.ts", alone: true },
];

/** The entries that users name: each also has a CommonJS form, bundled whole, and the declarations of both forms. */
export const PUBLIC = [
  { name: "index", source: "entries/index.ts" },
  { name: "slim", source: "entries/slim.ts" },
  { name: "testing", source: "entries/testing.ts" },
  { name: "node", source: "entries/node.ts" },
  { name: "queue", source: "entries/queue.ts" },
  { name: "bullmq", source: "entries/bullmq.ts" },
  { name: "cloudflare", source: "entries/cloudflare.ts" },
];

/** Optional peer dependencies: the user installs them. */
export const PEERS = ["bullmq", "@alicloud/credentials", "undici"];

/** Imports that the bundler keeps: files that the build puts beside the modules, and peers. */
export const EXTERNAL = ["./glue.js", "*.wasm", "*.wasm?module", "node:*", ...PEERS];
