// The crates that the wasm is compiled from, as cargo resolves them: no build scripts, no procedural macros, no tests.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the crates, sorted by name.
 *
 * @param {string} root folder of the workspace
 * @returns {Crate[]}
 *
 * @typedef {object} Crate
 * @property {string} key name and version, such as "sha2 0.11.1"
 * @property {string} name
 * @property {string} version
 * @property {string} license
 * @property {string} [checksum] SHA-256 of the file on crates.io; the crates of this repository have none
 * @property {Set<string>} uses keys of the crates that it depends on
 */
export function wasmCrates(root) {
  const args = ["tree", "--locked", "--package", "apsara-live-wasm", "--target", "wasm32-unknown-unknown"];
  const shape = ["--edges", "normal,no-proc-macro", "--no-dedupe", "--prefix", "depth", "--format", " {p}\t{l}"];
  const printed = execFileSync(process.env.CARGO ?? "cargo", [...args, ...shape], { cwd: root, encoding: "utf8" });
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const crates = new Map();
  /** The crates from the root of the tree to the present line. */
  const path = [];
  for (const line of printed.trim().split("\n")) {
    const [, depth, name, version, license] = /^(\d+) (\S+) v(\S+).*\t(.+)$/.exec(line) ?? unreadable(line);
    const key = `${name} ${version}`;
    if (!crates.has(key)) {
      crates.set(key, { key, name, version, license, checksum: checksumIn(lock, name, version), uses: new Set() });
    }
    path.length = Number(depth);
    path.at(-1)?.uses.add(key);
    path.push(crates.get(key));
  }
  return [...crates.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function checksumIn(lock, name, version) {
  const entry = lock
    .split("[[package]]\n")
    .find((entry) => entry.startsWith(`name = "${name}"\nversion = "${version}"\n`));
  if (entry === undefined) throw new Error(`Cargo.lock has no ${name} ${version}`);
  return /^checksum = "([0-9a-f]{64})"$/m.exec(entry)?.[1];
}

function unreadable(line) {
  throw new Error(`unexpected line of cargo tree: ${line}`);
}
