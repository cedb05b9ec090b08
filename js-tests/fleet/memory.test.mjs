// Flat memory: a generator of many ids, and a fetch that says "stopped". BENCHMARKS.md has a million.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runNode } from "../support/run-program.mjs";

test("150,000 tasks take no more memory than 50 MB", async (t) => {
  const program = `
    import { createClient } from "apsara-live";
    const fetch = async (url) => {
      const TaskId = new URL(url).searchParams.get("TaskId");
      const bytes = new TextEncoder().encode(JSON.stringify({ RequestId: "R", TaskId }));
      return { status: 200, headers: { get: () => null }, arrayBuffer: async () => bytes.buffer };
    };
    const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
    const live = createClient({ credentials, fetch, quota: false });
    function* tasks(from, count) {
      for (let i = from; i < from + count; i++) yield { taskId: "5f2b7c1e-8501-4d0c-8ac1-" + i };
    }
    await live.stopAll(tasks(0, 2000)).summary();
    gc();
    const begun = process.memoryUsage.rss();
    let most = 0;
    const run = live.stopAll(tasks(0, 150000));
    for await (const { outcome, error } of run) {
      if (outcome !== "stopped") throw error;
      if (run.progress.stopped % 10000 === 0) most = Math.max(most, process.memoryUsage.rss());
    }
    const { stopped, durationMs } = await run.summary();
    console.log(JSON.stringify({ stopped, grownMb: (most - begun) / 2 ** 20, perSecond: (1000 * stopped) / durationMs }));`;
  const args = ["--expose-gc", "--max-semi-space-size=4", "--input-type=module", "--eval", program];
  const result = JSON.parse(await runNode(args, { cwd: import.meta.dirname ?? process.cwd() }));
  t.diagnostic(JSON.stringify(result));
  assert.equal(result.stopped, 150_000);
  assert.ok(result.grownMb < 50, `${result.grownMb} MB`);
});
