// Runs the parts one after another, each in its own process, and writes the report: `node run.mjs [--quick] [part]...`.
// Only a run of all parts without --quick writes into the repository.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { benches, root, scratch } from "./lib/paths.mjs";
import { sections } from "./report/document.mjs";
import { publish } from "./report/publish.mjs";

/** Parts in the order of the report. */
const PARTS = ["call", "sign", "fleet", "start", "cli", "memory", "size", "types", "core", "profile"];

const given = process.argv.slice(2);
const quick = given.includes("--quick");
const named = given.filter((argument) => argument !== "--quick");
const unknown = named.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) throw new Error(`unknown part: ${unknown.join(", ")}; known: ${PARTS.join(", ")}`);
const chosen = PARTS.filter((name) => named.length === 0 || named.includes(name));
const whole = chosen.length === PARTS.length && !quick;

mkdirSync(scratch, { recursive: true });
const begun = performance.now();
const parts = chosen.map(measured);
const seconds = (performance.now() - begun) / 1000;
const failures = parts.flatMap((part) => part.failures ?? []);

/** Runs a part; removes the results of an earlier run first. */
function measured(name) {
  const file = join(scratch, `${name}.json`);
  rmSync(file, { force: true });
  const from = performance.now();
  const args = ["--expose-gc", join(benches, "lib", "one.mjs"), name, ...(quick ? ["--quick"] : [])];
  const { status, signal } = spawnSync(process.execPath, args, { cwd: benches, stdio: "inherit" });
  console.log(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s`);
  if (status !== 0) throw new Error(`the part ${name} ended with ${status ?? signal}`);
  return { name, ...JSON.parse(readFileSync(file, "utf8")) };
}

if (!whole) console.log(`\n${sections(parts).join("\n")}`);
// Publishes a run with failures to the target directory only.
const written = publish(parts, { seconds, quick, folder: whole && failures.length === 0 ? root : scratch });
console.log(`\n${parts.flatMap(({ targets }) => targets.map(line)).join("\n")}\n\nwritten: ${written}`);
if (failures.length > 0) throw new Error(`failed: ${failures.join("; ")}`);

function line({ what, wanted, measured, met }) {
  const verdict = met === undefined ? "        " : met ? "met     " : "not met ";
  return `${verdict}${what}: ${measured} (${wanted})`;
}
