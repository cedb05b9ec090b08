// Start-up time of a new process for `import`, for `require` and for `import` with a first signed request, and of a new Worker.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { benches } from "../lib/paths.mjs";
import { each, rounds } from "../lib/rounds.mjs";
import { serve } from "../lib/serve.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";
import { bundleWorker, firstResponse } from "../lib/workerd.mjs";

const PACKAGES = {
  "apsara-live": "apsara-live",
  "@alicloud/pop-core": "pop-core",
  "@alicloud/openapi-core": "openapi-core",
  aws4fetch: "aws4fetch",
};
const NAMES = Object.keys(PACKAGES);

const module = (text) => ["--input-type=module", "--eval", text];
const script = (text) => ["--input-type=commonjs", "--eval", text];

/** Programs with the first call of a process, by their names in the report. */
const FIRST = {
  "apsara-live over createHttpFetch": "apsara-live",
  "apsara-live over fetch": "fetch",
  "@alicloud/pop-core": "pop-core",
  "@alicloud/openapi-core": "openapi-core",
};

const NODE = {
  import: module(""),
  require: script(""),
  sign: [join(benches, "programs", "empty.mjs")],
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`import ${name}`, module(`import ${JSON.stringify(name)}`)],
      [`require ${name}`, script(`require(${JSON.stringify(name)})`)],
      [`sign ${name}`, [join(benches, "programs", "sign", `${PACKAGES[name]}.mjs`)]],
    ]),
  ),
};

function processTime(args) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: benches, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  return performance.now() - begun;
}

export default async function run({ quick }) {
  const samples = quick ? 5 : 20;
  for (const args of Object.values(NODE)) processTime(args);
  const totals = await rounds(samples, NODE, processTime);
  // Subtracts within a round, so that a temporary slowdown affects both times.
  const own = (name, base) => totals[name].map((ms, round) => ms - totals[base][round]);
  const costs = Object.fromEntries(
    NAMES.map((name) => [
      name,
      {
        import: own(`import ${name}`, "import"),
        require: own(`require ${name}`, "require"),
        sign: own(`sign ${name}`, "sign"),
      },
    ]),
  );
  const endpoint = await serve();
  const firstCalls = await firstCallTimes(samples, endpoint);
  const workers = await workerStarts(samples, `http://${endpoint}`);
  return {
    title: "Start",
    text:
      `New processes, ${samples} of each kind in turn, from start to end. Node.js itself, with an empty program, takes ` +
      `${spread(quartiles(totals.import), " ms")} for \`import\`, ${spread(quartiles(totals.require), " ms")} for \`require\` and ` +
      `${spread(quartiles(totals.sign), " ms")} for a file, which is subtracted; the totals are in brackets. ` +
      "A Worker is measured in a new workerd to the end of its first response, which needs one request to a server on this machine. " +
      "The Worker with bare `fetch` signs nothing.",
    tables: [nodeTable(costs, totals), firstTable(firstCalls), workerTable(workers)],
    targets: [...nodeTargets(costs), firstTarget(firstCalls), workerTarget(workers)],
    felt: [...feltFirst(firstCalls), feltWorker(workers)],
    gains: gainsOf(firstCalls),
    chart: {
      title: "Import and first signed request, ms",
      bars: NAMES.map((name) => {
        const value = quartiles(costs[name].sign).median;
        return { name, value, label: number(value), ours: name === "apsara-live" };
      }),
    },
  };
}

/** Measures whole processes with one call, and subtracts an empty program in the same round. */
async function firstCallTimes(samples, address) {
  const programs = Object.entries(FIRST).map(([name, file]) => [
    name,
    [join(benches, "programs", "first", `${file}.mjs`), address],
  ]);
  const measured = await rounds(samples, { empty: NODE.sign, ...Object.fromEntries(programs) }, processTime);
  const own = ([name]) => [name, measured[name].map((ms, round) => ms - measured.empty[round])];
  return Object.fromEntries(programs.map(own));
}

const firstTable = (times) => ({
  columns: ["Node.js, ms", "`import` and first call"],
  rows: Object.entries(times).map(([name, ms]) => [name, spread(quartiles(ms))]),
});

function firstTarget(times) {
  const [ours, theirs] = ["apsara-live over createHttpFetch", "@alicloud/pop-core"];
  const share = quartiles(times[ours]).median / quartiles(times[theirs]).median;
  return {
    what: `start: first call of a new process, ${ours} beside ${theirs}`,
    wanted: "at most 0.70",
    measured: `${number(share)} of its time`,
    met: share <= 0.7,
  };
}

const medianMs = (times) => `${number(quartiles(times).median)} ms`;

/** Time until a new process has stopped a task, less the time of an empty program. */
function feltFirst(times) {
  const others = ["@alicloud/pop-core", "@alicloud/openapi-core"].map((peer) => `${peer}: ${medianMs(times[peer])}`);
  return ["createHttpFetch", "fetch"].map((transport) => ({
    what: `the first stopped task of a new process, over \`${transport}\`, without the start of Node.js`,
    ours: medianMs(times[`apsara-live over ${transport}`]),
    others,
  }));
}

function feltWorker(workers) {
  const times = each(workers, ({ fromStart }) => fromStart);
  return {
    what: "the first response of a new Worker that stops a task, from the start of workerd",
    ours: medianMs(times["apsara-live"]),
    others: [`bare \`fetch\`: ${medianMs(times.fetch)}`],
  };
}

/** The first call of a process relative to each client of the vendor, over both transports. */
function gainsOf(times) {
  return ["fetch", "createHttpFetch"].map((transport) => ({
    what: "`import` and first call of a process",
    over: `\`${transport}\``,
    better: "less",
    beside: Object.fromEntries(
      ["@alicloud/pop-core", "@alicloud/openapi-core"].map((peer) => [
        peer,
        ratio(times[`apsara-live over ${transport}`], times[peer]),
      ]),
    ),
  }));
}

async function workerStarts(samples, endpoint) {
  const subjects = { "apsara-live": await bundleWorker("apsara-live"), fetch: await bundleWorker("fetch") };
  for (const folder of Object.values(subjects)) await firstResponse(folder, endpoint);
  return rounds(samples, subjects, (folder) => firstResponse(folder, endpoint));
}

function nodeTable(costs, totals) {
  const cell = (name, kind) =>
    `${spread(quartiles(costs[name][kind]))} [${number(quartiles(totals[`${kind} ${name}`]).median)}]`;
  return {
    columns: ["Node.js, ms", "`import`", "`require`", "`import` and first signed request"],
    rows: NAMES.map((name) => [name, cell(name, "import"), cell(name, "require"), cell(name, "sign")]),
  };
}

function workerTable(workers) {
  const [fromStart, fromListening] = ["fromStart", "fromListening"].map((kind) =>
    each(workers, (times) => times[kind]),
  );
  return {
    columns: ["workerd, ms", "start of the process to first response", "listening to first response"],
    rows: Object.keys(workers).map((name) => [
      name,
      spread(quartiles(fromStart[name])),
      spread(quartiles(fromListening[name])),
    ]),
  };
}

function nodeTargets(costs) {
  const ours = costs["apsara-live"];
  const target = (what, theirs, mine, most) => {
    // Divides the medians, because the difference in a single round may be close to zero.
    const share = quartiles(mine).median / quartiles(theirs).median;
    const met = share <= most;
    const measured = `${number(share)} of its time`;
    return { what: `start: ${what}`, wanted: `at most ${number(most)}`, measured, met };
  };
  const popCore = costs["@alicloud/pop-core"];
  const besidePopCore = (kind) => [`${kind} apsara-live beside ${kind} @alicloud/pop-core`, popCore[kind], ours[kind]];
  return [
    target(...besidePopCore("import"), 1 / 3),
    target(...besidePopCore("require"), 1 / 3),
    target("import apsara-live and sign beside import @alicloud/pop-core alone", popCore.import, ours.sign, 0.42),
    ...NAMES.slice(1).map((name) => target(`import and sign beside ${name}`, costs[name].sign, ours.sign, 1)),
  ];
}

function workerTarget(workers) {
  const times = each(workers, ({ fromStart }) => fromStart);
  const share = ratio(times["apsara-live"], times.fetch);
  return {
    what: "start: first response of a new workerd beside the same Worker with bare fetch",
    wanted: "at most 1.35",
    measured: `${spread(share)} of its time`,
    met: share.median <= 1.35,
  };
}
