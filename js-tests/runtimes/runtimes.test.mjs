// Runs the conformance suite with the installed packed file in every runtime of this folder, in each way of loading the package.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { casesOf } from "../conformance/cases.mjs";
import { all, record } from "../matrix/record.mjs";
import { prepare } from "./support/prepare.mjs";

/** The suite takes seconds; the limit only ends a run that hangs. */
const LIMIT_MS = 180_000;

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".mjs") && !name.endsWith(".test.mjs"));

const runtimes = await Promise.all(files.map(async (file) => ({ file, ...(await import(`./${file}`)).default })));

// A run waits for timers most of its time.
describe("runtimes", { concurrency: 3 }, () => {
  for (const { file, part = "whole", asyncHooks = () => false, ...runtime } of runtimes) {
    assert.ok(["whole", "fast", "fast only"].includes(part), `${file}: ${part}`);
    if (all ? part === "fast only" : part === "whole") continue;
    for (const [how, run] of Object.entries(runtime.ways)) {
      test(`${file.replace(/\.mjs$/, "")}, ${how}`, { timeout: LIMIT_MS }, async (t) => {
        const results = await run({ t, ...(await prepare(t)) });
        const cases = casesOf({ asyncHooks: asyncHooks(how) });
        await report(t, results, cases);
        if (part === "fast only" || results.some(({ error }) => error !== undefined)) return;
        const result = `${results.length} of ${cases.length} cases`;
        const { name, version, system } = runtime;
        await record("runtimes", { name, version: await version(), how, result, ...(system && { system }) });
      });
    }
  }
});

/** Reports one subtest per case; fails when a case did not run. */
async function report(t, results, cases) {
  assert.deepEqual(
    results.map(({ name }) => name),
    cases.map(({ name }) => name),
  );
  for (const { name, error } of results) {
    await t.test(name, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
}
