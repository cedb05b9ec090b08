// Stops as many tasks as the argument says, with a fetch that says "stopped". Prints the most that the process grew, and the rate.
import { createClient } from "apsara-live";
import { credentials } from "../lib/input.mjs";
import { tasks } from "../lib/tasks.mjs";

const WARM_UP = 5000;

const fetch = async (url) => {
  const TaskId = new URL(url).searchParams.get("TaskId");
  const bytes = new TextEncoder().encode(JSON.stringify({ RequestId: "R", TaskId }));
  return { status: 200, headers: { get: () => null }, arrayBuffer: async () => bytes.buffer };
};
const live = createClient({ credentials, fetch, quota: false });
await live.stopAll(tasks(WARM_UP)).summary();
globalThis.gc();
const begun = process.memoryUsage.rss();
let most = begun;
let read = 0;
const run = live.stopAll(tasks(Number(process.argv[2])));
for await (const { outcome, error } of run) {
  if (outcome !== "stopped") throw error ?? new Error(outcome);
  read += 1;
  if (read % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss());
}
const { durationMs } = await run.summary();
process.stdout.write(JSON.stringify({ grownMb: (most - begun) / 2 ** 20, perSecond: (1000 * read) / durationMs }));
