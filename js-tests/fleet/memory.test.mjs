// Memory of `stopAll`, in a process of its own without options of V8.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runNode } from "../support/run-program.mjs";

const TASKS = 100_000;

const PROGRAM = `
  import { createClient } from "apsara-live";
  import { stopMany } from "../support/portable/many-tasks.mjs";
  console.log(JSON.stringify(await stopMany(createClient, ${TASKS})));`;

const measured = async () =>
  JSON.parse(await runNode(["--input-type=module", "--eval", PROGRAM], { cwd: import.meta.dirname }));

test("100,000 tasks take at most 50 MB, of which the run keeps 200 bytes a task", async (t) => {
  const grown = [];
  // V8 collects when it likes, which only adds to the resident memory. A leak is in every process.
  while (grown.length < 3 && !(Math.min(...grown) <= 50)) {
    const { stopped, keptBytes, grownMb } = await measured();
    assert.equal(stopped, TASKS);
    assert.ok(keptBytes <= 200, `${keptBytes} bytes a task`);
    grown.push(grownMb);
    t.diagnostic(`${grownMb.toFixed(1)} MB, ${keptBytes.toFixed(1)} bytes a task`);
  }
  assert.ok(Math.min(...grown) <= 50, `${grown} MB`);
});
