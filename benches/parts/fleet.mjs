// Many tasks: what a quota of 50 a second makes of Promise.all, p-queue, Bottleneck and stopAll; and the cost of a million tasks.

import { createClient } from "apsara-live";
import Bottleneck from "bottleneck";
import PQueue from "p-queue";
import { credentials } from "../lib/input.mjs";
import { limitedService } from "../lib/limited-service.mjs";

const QUOTA = 50;
const MEGABYTE = 2 ** 20;
const GROWTH_MB = 50;

function* tasks(count, from = 0) {
  for (let i = from; i < from + count; i++) yield { taskId: `5f2b7c1e-8501-4d0c-8ac1-${i}` };
}

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
    const rate = counts.stopped.size / ((performance.now() - begunMs) / 1000);
    rows.push({ name, ours, refused: counts.refused, left: count - counts.stopped.size, rate });
  }
  return rows;
}

/** Stops tasks with a fetch that says "stopped"; returns the most that the process has grown, and the rate. */
async function flat(count) {
  const fetch = async (url) => {
    const TaskId = new URL(url).searchParams.get("TaskId");
    const bytes = new TextEncoder().encode(JSON.stringify({ RequestId: "R", TaskId }));
    return { status: 200, headers: { get: () => null }, arrayBuffer: async () => bytes.buffer };
  };
  const live = createClient({ credentials, fetch, quota: false });
  await live.stopAll(tasks(5000)).summary();
  globalThis.gc?.();
  const begun = process.memoryUsage.rss();
  let most = begun;
  let read = 0;
  const run = live.stopAll(tasks(count));
  for await (const { outcome, error } of run) {
    if (outcome !== "stopped") throw error ?? new Error(outcome);
    read += 1;
    if (read % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  const { durationMs } = await run.summary();
  return { grownMb: (most - begun) / MEGABYTE, perSecond: (1000 * read) / durationMs };
}

export default async function run({ quick }) {
  const count = quick ? 200 : 500;
  const many = quick ? 100_000 : 1_000_000;
  const { grownMb, perSecond } = await flat(many);
  const rows = await compare(count);
  const ours = rows.find((row) => row.ours);
  const name = ({ name, rate }) => `${name}, ${rate.toFixed(0)} a second`;
  const targets = [
    {
      what: `stopAll, ${many.toLocaleString("en")} tasks: resident memory`,
      wanted: `within ${GROWTH_MB} MB of the start`,
      measured: `${grownMb.toFixed(0)} MB more`,
      met: grownMb <= GROWTH_MB,
    },
    {
      what: `stopAll, ${count} tasks at a quota of ${QUOTA}: refused requests`,
      wanted: "at most 1 % of the tasks",
      measured: `${ours.refused}`,
      met: ours.refused <= count / 100 && ours.left === 0,
    },
  ];
  return {
    title: "Many tasks",
    text:
      `${many.toLocaleString("en")} tasks with a \`fetch\` that answers at once and without a quota: ${Math.round(perSecond).toLocaleString("en")} ` +
      `tasks a second, and ${grownMb.toFixed(0)} MB more resident memory than after the first 5,000. ${count} recordings on a service that accepts ` +
      `${QUOTA} in any second, 10 to 30 ms away each way: requests that were refused, recordings that still run at the end, and ` +
      "recordings stopped a second. The others have their documented settings for 50 a second, and a client without a pacer.",
    tables: [
      {
        columns: ["", "refused", "still running", "stopped a second"],
        rows: rows.map(({ name, refused, left, rate }) => [name, refused, left, rate.toFixed(1)]),
      },
    ],
    targets,
    failures: targets.filter(({ met }) => !met).map(({ what }) => what),
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
