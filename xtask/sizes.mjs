// Download size in bytes: a function for the test of the budget, and a table on the command line.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Sizes of the wasm, the glue and both of a built package, raw and gzipped. */
export function sizes(pkg) {
  const measure = (file) => {
    const bytes = readFileSync(join(pkg, file));
    return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  };
  const wasm = measure("apsara_live.wasm");
  const glue = measure("glue.js");
  return { wasm, glue, both: { raw: wasm.raw + glue.raw, gzip: wasm.gzip + glue.gzip } };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  console.log("bytes        raw     gzip");
  for (const [name, { raw, gzip }] of Object.entries(sizes(process.argv[2]))) {
    console.log(name.padEnd(6) + String(raw).padStart(10) + String(gzip).padStart(9));
  }
}
