// Reads the files in the packed file without npm.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { tarball } from "./paths.mjs";

const BLOCK = 512;

/** Returns the contents of the packed files by their path in the package. */
export function packedFiles() {
  const bytes = gunzipSync(readFileSync(tarball));
  const field = (from, length) => bytes.toString("utf8", from, from + length).replace(/\0.*$/s, "");
  const files = new Map();
  for (let at = 0; bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    const name = [field(at + 345, 155), field(at, 100)].filter(Boolean).join("/");
    files.set(name.replace(/^package\//, ""), bytes.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
