// Memory of `stopAll` in a process without options of V8: many tasks, with a `fetch` that says "stopped" at once.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** V8's young generation reaches its full size during this many tasks. */
const WARM_UP = 20_000;

const fetch = async (url) => {
  const TaskId = new URL(url).searchParams.get("TaskId");
  const bytes = new TextEncoder().encode(JSON.stringify({ RequestId: "R", TaskId }));
  return { status: 200, headers: { get: () => null }, arrayBuffer: async () => bytes.buffer };
};

export function* tasks(count) {
  for (let i = 0; i < count; i++) yield { taskId: `5f2b7c1e-8501-4d0c-8ac1-${i}` };
}

/** Returns the size of the live objects. */
function heapBytes() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

/**
 * Stops tasks in one run. Returns the largest growth of resident memory since the warm-up, the bytes that the run keeps for each
 * task, and the rate.
 */
export async function stopMany(createClient, count) {
  const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
  const live = createClient({ credentials, fetch, quota: false });
  // Not after the warm-up: the collection would shrink the young generation.
  const heapBefore = heapBytes();
  await live.stopAll(tasks(WARM_UP)).summary();
  const before = process.memoryUsage.rss();
  let most = before;
  let read = 0;
  const run = live.stopAll(tasks(count));
  for await (const { outcome, error } of run) {
    if (outcome !== "stopped") throw error ?? new Error(outcome);
    read += 1;
    if (read % 1000 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  const keptBytes = (heapBytes() - heapBefore) / count;
  const { stopped, durationMs } = await run.summary();
  return { stopped, keptBytes, grownMb: (most - before) / 2 ** 20, perSecond: (1000 * stopped) / durationMs };
}
