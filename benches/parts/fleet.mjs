// Many tasks: Promise.all, p-queue, Bottleneck and stopAll at a quota of 50 a second; a run in a new process; the memory of 100,000 tasks.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createClient } from "apsara-live";
import Bottleneck from "bottleneck";
import PQueue from "p-queue";
import { tasks } from "../../js-tests/support/portable/many-tasks.mjs";
import { credentials } from "../lib/input.mjs";
import { limitedService } from "../lib/limited-service.mjs";
import { benches } from "../lib/paths.mjs";

const QUOTA = 50;
const MANY = 100_000;
const GROWTH_MB = 50;

/** A run of about ten seconds in a new process, which knows no round trip yet, and the tasks that it has to stop a second. */
const COLD = 480;
const COLD_RATE = 47.7;

/** Each stops all tasks, as its documentation says to keep to 50 a second. The three others have a client without a pacer. */
const WAYS = {
  "Promise.all": (live, list) => Promise.allSettled(list.map((task) => live.stopRtcCloudRecording(task))),
  "p-queue": (live, list) => {
    const queue = new PQueue({ intervalCap: QUOTA, interval: 1000, carryoverIntervalCount: false });
    return Promise.allSettled(list.map((task) => queue.add(() => live.stopRtcCloudRecording(task))));
  },
  Bottleneck: (live, list) => {
    const limiter = new Bottleneck({
      reservoir: QUOTA,
      reservoirRefreshAmount: QUOTA,
      reservoirRefreshInterval: 1000,
    });
    return Promise.allSettled(list.map((task) => limiter.schedule(() => live.stopRtcCloudRecording(task)))).finally(
      () => limiter.disconnect(),
    );
  },
  "apsara-live, stopAll": (live, list) => live.stopAll(list).summary(),
};

async function compare(count) {
  const rows = [];
  for (const [name, work] of Object.entries(WAYS)) {
    const { fetch, counts } = limitedService(QUOTA);
    const ours = name.startsWith("apsara-live");
    const live = createClient({ credentials, fetch, ...(ours ? {} : { quota: false }) });
    const begunMs = performance.now();
    await work(live, [...tasks(count)]);
    const seconds = (performance.now() - begunMs) / 1000;
    const rate = counts.stopped.size / seconds;
    rows.push({ name, ours, refused: counts.refused, left: count - counts.stopped.size, rate, seconds });
  }
  return rows;
}

/** Runs in processes of its own, without the modules of the others. V8's collections only add to the memory, so that the least counts. */
function leastMemory(count) {
  const runs = Array.from({ length: 9 }, () => memoryOf(count));
  return runs.sort((a, b) => a.grownMb - b.grownMb)[0];
}

const memoryOf = (count) => printed("many.mjs", count);

/** Runs a program, and returns what it prints. */
function printed(name, ...args) {
  const program = [join(benches, "programs", name), ...args.map(String)];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: benches, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const requests = ({ refused, left }) =>
  `${refused} requests refused${left === 0 ? "" : `, ${left} tasks still running`}`;

export default async function run({ quick }) {
  const count = quick ? 200 : 1000;
  const { grownMb, perSecond } = leastMemory(MANY);
  const rows = await compare(count);
  const cold = printed("cold.mjs", COLD, QUOTA);
  const ours = rows.find((row) => row.ours);
  const name = ({ name, rate }) => `${name}, ${rate.toFixed(0)} a second`;
  const targets = [
    {
      what: `stopAll, ${MANY.toLocaleString("en")} tasks: resident memory`,
      wanted: `at most ${GROWTH_MB} MB more than after a warm-up`,
      measured: `${grownMb.toFixed(0)} MB more`,
      met: grownMb <= GROWTH_MB,
    },
    {
      what: `stopAll, ${count} tasks at a quota of ${QUOTA}: refused requests`,
      wanted: "at most 1 % of the tasks",
      measured: `${ours.refused}`,
      met: ours.refused <= count / 100 && ours.left === 0,
    },
    {
      what: `stopAll in a new process, ${COLD} tasks at a quota of ${QUOTA}, from the first to the last`,
      wanted: `at least ${COLD_RATE} a second, and no refused request`,
      measured: `${cold.perSecond.toFixed(1)} a second, ${cold.refused} refused`,
      met: cold.perSecond >= COLD_RATE && cold.refused === 0 && cold.left === 0,
    },
  ];
  return {
    title: "Many tasks",
    text:
      `${MANY.toLocaleString("en")} tasks with a \`fetch\` that answers at once and without a quota: ${Math.round(perSecond).toLocaleString("en")} ` +
      `tasks a second, and ${grownMb.toFixed(0)} MB more resident memory than after the first 20,000, in the best of nine processes. ${count} recordings on a service that accepts ` +
      `${QUOTA} in any second, 10 to 30 ms away each way: requests that were refused, recordings that still run at the end, and ` +
      "recordings stopped a second. The others have their documented settings for 50 a second, and a client without a pacer. " +
      `\`stopAll\` of ${COLD} recordings in a new process: ${cold.perSecond.toFixed(1)} a second, ${cold.refused} refused.`,
    tables: [
      {
        columns: ["", "refused", "still running", "stopped a second"],
        rows: rows.map(({ name, refused, left, rate }) => [name, refused, left, rate.toFixed(1)]),
      },
    ],
    felt: [
      {
        what: `${count.toLocaleString("en")} tasks within a quota of ${QUOTA} a second`,
        ours: `${Math.round(ours.seconds)} s, ${requests(ours)}`,
        others: rows
          .filter((row) => !row.ours)
          .map((row) => `${row.name}: ${Math.round(row.seconds)} s, ${requests(row)}`),
      },
      {
        what: `memory of ${MANY.toLocaleString("en")} tasks`,
        ours: `${grownMb.toFixed(0)} MB more than after the first 20,000`,
        others: [],
      },
    ],
    targets,
    // A rate depends on the machine.
    failures: targets.filter(({ met, wanted }) => !met && !wanted.includes("a second")).map(({ what }) => what),
    ownChart: {
      file: "fleet.svg",
      title: `${count} recordings at a quota of ${QUOTA} a second: refused requests, and recordings that still run; shorter is better`,
      charts: [
        {
          title: `Refused requests, of ${count} recordings at a quota of ${QUOTA} a second`,
          bars: rows.map((row) => ({ name: name(row), value: row.refused, label: `${row.refused}`, ours: row.ours })),
        },
        {
          title: "Recordings that still run at the end",
          bars: rows.map((row) => ({ name: row.name, value: row.left, label: `${row.left}`, ours: row.ours })),
        },
      ],
    },
  };
}
