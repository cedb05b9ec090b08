// The core natively, without wasm and JavaScript: measured by criterion.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, scratch } from "../lib/paths.mjs";
import { number } from "../lib/statistics.mjs";

const home = join(scratch, "criterion");
const BENCH = ["--locked", "--package", "apsara-live-core", "--bench", "core"];

/** Profile of Rust programs that depend on the core; the wasm is compiled for size instead. */
const PROFILE = ["opt-level=3", "lto=false", "codegen-units=16"].flatMap((setting) => [
  "--config",
  `profile.bench.${setting}`,
]);
const SHORT = ["--warm-up-time", "0.5", "--measurement-time", "1.5", "--noplot"];

function cargo(...args) {
  const env = { ...process.env, CRITERION_HOME: home };
  const { status, error } = spawnSync(process.env.CARGO ?? "cargo", args, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) throw error ?? new Error(`cargo ${args[0]} failed`);
}

export default async function run({ quick }) {
  rmSync(home, { recursive: true, force: true });
  // An optimized build takes longer than all quick parts together. One run of each bench shows that it works.
  if (quick) cargo("test", ...BENCH);
  else cargo("bench", ...BENCH, ...PROFILE, "--", ...SHORT);
  const rows = quick ? [] : estimates();
  return {
    title: "The core, natively",
    text:
      "Rust alone, with `opt-level = 3`: no boundary, no clock, no random numbers. The median of criterion and its 95 % confidence " +
      "interval. The wasm in the package is the same code, compiled for size.",
    tables: [{ columns: ["", "µs"], rows }],
    targets: [],
  };
}

const json = (...path) => JSON.parse(readFileSync(join(home, ...path), "utf8"));

function estimates() {
  const folders = readdirSync(home).filter((name) => name !== "report");
  return folders.map((folder) => {
    const { point_estimate, confidence_interval } = json(folder, "new", "estimates.json").median;
    const [low, high] = [confidence_interval.lower_bound, confidence_interval.upper_bound];
    const us = (ns) => number(ns / 1000);
    return [json(folder, "new", "benchmark.json").full_id, `${us(point_estimate)} (${us(low)} to ${us(high)})`];
  });
}
