// Size of the package, and of the bundle of a program with one call, beside the peers.
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { sizes } from "../../xtask/sizes.mjs";
import { benches, pkg, scratch } from "../lib/paths.mjs";
import { number, quartiles } from "../lib/statistics.mjs";

const KB = 1024;
const GOAL = 43 * KB;

/** Bundles with their targets; the vendor's clients need Node.js. */
const BUNDLES = [
  ["apsara-live, for Node.js", "apsara-live", { platform: "node" }],
  ["apsara-live, for browsers", "apsara-live", { platform: "browser" }],
  ["apsara-live, for Workers", "apsara-live", { conditions: ["workerd", "worker", "browser"] }],
  ["@alicloud/pop-core", "pop-core", { platform: "node" }],
  ["@alicloud/openapi-core", "openapi-core", { platform: "node" }],
  ["aws4fetch", "aws4fetch", { platform: "browser" }],
];

function compressed(bytes) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, quality).length];
}

const sum = (rows) => rows.reduce((total, row) => row.map((size, at) => size + (total[at] ?? 0)), []);

/** Returns the raw, gzip and brotli sizes of a bundle, whose files are compressed separately as by a server. */
async function bundled(name, options) {
  const outdir = join(scratch, "bundle");
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(benches, "programs", "call", `${name}.mjs`)],
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    loader: { ".wasm": "copy" },
    logLevel: "error",
    ...options,
  });
  return sum(readdirSync(outdir).map((file) => compressed(readFileSync(join(outdir, file)))));
}

/** The size relative to each client of the vendor; sizes have no spread. */
function besideVendor(bundles) {
  const gzip = (name) => bundles[name][1];
  const share = (peer) => quartiles([gzip("apsara-live, for Node.js") / gzip(peer)]);
  return Object.fromEntries(["@alicloud/pop-core", "@alicloud/openapi-core"].map((peer) => [peer, share(peer)]));
}

const kb = (bytes) => number(bytes / KB);

const size = (bundles, name) => `${kb(Object.fromEntries(bundles)[name][1])} KB`;

export default async function run() {
  const parts = ["apsara_live.wasm", "glue.js"].map((file) => [file, compressed(readFileSync(join(pkg, file)))]);
  const bundles = [];
  for (const [title, name, options] of BUNDLES) bundles.push([title, await bundled(name, options)]);
  const gzip = sizes(pkg).both.gzip;
  const row = ([name, bytes]) => [name, ...bytes.map(kb)];
  return {
    title: "Size",
    text: `In KB of ${KB} bytes. The bundles contain a program with one call, minified by esbuild, and include wasm files.`,
    tables: [
      {
        columns: ["the package", "raw", "gzip", "brotli"],
        rows: [...parts, ["both", sum(parts.map(([, bytes]) => bytes))]].map(row),
      },
      { columns: ["one call, bundled", "raw", "gzip", "brotli"], rows: bundles.map(row) },
    ],
    targets: [
      {
        what: "size: wasm and glue, gzip",
        wanted: `at most ${GOAL / KB} KB`,
        measured: `${kb(gzip)} KB`,
        met: gzip <= GOAL,
      },
    ],
    felt: [
      {
        what: "size of one call in a bundle for Node.js, gzip",
        ours: size(bundles, "apsara-live, for Node.js"),
        others: ["@alicloud/pop-core", "@alicloud/openapi-core"].map((peer) => `${peer}: ${size(bundles, peer)}`),
      },
    ],
    gains: [
      {
        what: "one call, bundled for Node.js, gzip",
        over: "either",
        better: "less",
        beside: besideVendor(Object.fromEntries(bundles)),
      },
    ],
    chart: {
      title: "One call, bundled, KB gzip",
      bars: bundles
        .filter(([name]) => !/browsers|Workers/.test(name))
        .map(([name, [, gzip]]) => ({ name, value: gzip / KB, label: kb(gzip), ours: name.startsWith("apsara-live") })),
    },
  };
}
