// The crates that the wasm is compiled from, as cargo resolves them: no build scripts, no procedural macros, no tests.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the crates, sorted by name.
 *
 * @param {string} root folder of the workspace
 * @returns {{ name: string, version: string, license: string, checksum?: string }[]} `checksum` is the SHA-256 of the file on
 *   crates.io; the crates of this repository have none
 */
export function wasmCrates(root) {
  const args = ["tree", "--locked", "--package", "apsara-live-wasm", "--target", "wasm32-unknown-unknown"];
  const shape = ["--edges", "normal,no-proc-macro", "--no-dedupe", "--prefix", "none", "--format", "{p}\t{l}"];
  const printed = execFileSync(process.env.CARGO ?? "cargo", [...args, ...shape], { cwd: root, encoding: "utf8" });
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  return [...new Set(printed.trim().split("\n"))].sort().map((line) => {
    const [, name, version, license] = /^(\S+) v(\S+).*\t(.+)$/.exec(line) ?? unreadable(line);
    return { name, version, license, checksum: checksumIn(lock, name, version) };
  });
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
