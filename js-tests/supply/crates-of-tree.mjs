// The crates in the wasm, by the indented output of `cargo tree`: what only a procedural macro needs is left out here, not by cargo.
import { execFileSync } from "node:child_process";
import { root } from "./repository.mjs";

/** Returns the names and versions, sorted, such as "sha2 0.11.1". */
export function cratesOfTree() {
  const args = ["tree", "--locked", "--package", "apsara-live-wasm", "--target", "wasm32-unknown-unknown"];
  const shape = ["--edges", "normal", "--no-dedupe", "--prefix", "depth"];
  const printed = execFileSync(process.env.CARGO ?? "cargo", [...args, ...shape], { cwd: root, encoding: "utf8" });
  const crates = new Set();
  let macro = Number.POSITIVE_INFINITY;
  for (const line of printed.trim().split("\n")) {
    const [, digits, name, version, rest] = /^(\d+)(\S+) v(\S+)(.*)$/.exec(line);
    const depth = Number(digits);
    if (depth > macro) continue;
    macro = rest.includes("(proc-macro)") ? depth : Number.POSITIVE_INFINITY;
    if (depth < macro) crates.add(`${name} ${version}`);
  }
  return [...crates].sort();
}
