// Memory of `stopAll`, in a process of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runNode } from "../support/run-program.mjs";

const TASKS = 100_000;

// Without a limit, V8 puts the collection of garbage off as it likes, and the resident memory says nothing about the run.
const HEAP_MB = 24;

const PROGRAM = `
  import { createClient } from "apsara-live";
  import { stopMany } from "../support/portable/many-tasks.mjs";
  console.log(JSON.stringify(await stopMany(createClient, ${TASKS})));`;

test(`100,000 tasks run in a heap of ${HEAP_MB} MB, of which the run keeps 150 bytes a task`, async (t) => {
  const args = [`--max-old-space-size=${HEAP_MB}`, "--input-type=module", "--eval", PROGRAM];
  const { stopped, keptBytes, grownMb } = JSON.parse(await runNode(args, { cwd: import.meta.dirname }));
  t.diagnostic(`${grownMb.toFixed(1)} MB, ${keptBytes.toFixed(1)} bytes a task`);
  assert.equal(stopped, TASKS);
  assert.ok(keptBytes <= 150, `${keptBytes} bytes a task`);
  assert.ok(grownMb <= 50, `${grownMb} MB`);
});
