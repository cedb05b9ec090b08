// Start of the program `apsara-live`: its help beside an empty program of Node.js.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { benches, pkg } from "../lib/paths.mjs";
import { rounds } from "../lib/rounds.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";

/** A user notices a start that takes 50 % longer. */
const MOST = 1.5;

const cli = join(pkg, "cli.js");
const PROGRAMS = {
  "an empty program": [join(benches, "programs", "empty.mjs")],
  "`--help`": [cli, "--help"],
  "`--version`": [cli, "--version"],
  "`stop recording … --dry-run`": [cli, "stop", "recording", "task-1", "--dry-run"],
};

function processTime(args) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  return performance.now() - begun;
}

export default async function run({ quick }) {
  const samples = quick ? 10 : 30;
  for (const args of Object.values(PROGRAMS)) processTime(args);
  const times = await rounds(samples, PROGRAMS, processTime);
  const empty = times["an empty program"];
  const beside = (name) => ratio(times[name], empty);
  const help = beside("`--help`");
  return {
    title: "Command line",
    text: `New processes, ${samples} of each kind in turn, from start to end. The help loads no wasm and no other module.`,
    tables: [
      {
        columns: ["Node.js, ms", "start to end", "beside an empty program"],
        rows: Object.keys(PROGRAMS).map((name) => [name, spread(quartiles(times[name])), spread(beside(name))]),
      },
    ],
    targets: [
      {
        what: "command line: `--help` beside an empty program of Node.js",
        wanted: `at most ${number(MOST)}`,
        measured: `${spread(help)} of its time`,
        met: help.median <= MOST,
      },
    ],
  };
}
