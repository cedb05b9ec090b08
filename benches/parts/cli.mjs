// Start of the program `apsara-live`: its help, and a stop of one task, beside an empty program of Node.js.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { credentials, taskId } from "../lib/input.mjs";
import { benches, pkg } from "../lib/paths.mjs";
import { rounds } from "../lib/rounds.mjs";
import { serve } from "../lib/serve.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";

/** A user notices a start that takes 50 % longer. A stop also loads the wasm, and waits for a response. */
const MOST = { "`--help`": 1.5, "`stop recording`": 2 };

const cli = join(pkg, "cli.js");
const programs = (address) => ({
  "an empty program": [join(benches, "programs", "empty.mjs")],
  "`--help`": [cli, "--help"],
  "`--version`": [cli, "--version"],
  "`stop recording … --dry-run`": [cli, "stop", "recording", taskId, "--dry-run"],
  "`stop recording`": [cli, "stop", "recording", taskId, "--endpoint", `http://${address}`],
});

const env = {
  ...process.env,
  ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
};

function processTime(args) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  return performance.now() - begun;
}

export default async function run({ quick }) {
  const samples = quick ? 10 : 30;
  const subjects = programs(await serve());
  for (const args of Object.values(subjects)) processTime(args);
  const times = await rounds(samples, subjects, processTime);
  const beside = (name) => ratio(times[name], times["an empty program"]);
  const ms = (name) => `${number(quartiles(times[name]).median)} ms`;
  return {
    title: "Command line",
    text:
      `New processes, ${samples} of each kind in turn, from start to end. The help loads no wasm and no other module. The stop is sent to a ` +
      "server on this machine, which responds at once.",
    tables: [
      {
        columns: ["Node.js, ms", "start to end", "beside an empty program"],
        rows: Object.keys(subjects).map((name) => [name, spread(quartiles(times[name])), spread(beside(name))]),
      },
    ],
    felt: [
      {
        what: "the program's `stop` of one task, from start to end",
        ours: ms("`stop recording`"),
        others: [`an empty program of Node.js: ${ms("an empty program")}`],
      },
    ],
    targets: Object.entries(MOST).map(([name, most]) => ({
      what: `command line: ${name} beside an empty program of Node.js`,
      wanted: `at most ${number(most)}`,
      measured: `${spread(beside(name))} of its time`,
      met: beside(name).median <= most,
    })),
  };
}
