// The packed file, installed alone, in every runtime that has a file here: the whole conformance suite, in each way of loading it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { cases } from "../conformance/cases.mjs";
import { all, record } from "../matrix/record.mjs";
import { prepare } from "./support/prepare.mjs";

/** Much longer than the suite takes, which is a matter of seconds. */
const LIMIT_MS = 180_000;

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".mjs") && !name.endsWith(".test.mjs"));

for (const file of files) {
  const { part = "whole", ...runtime } = (await import(`./${file}`)).default;
  assert.ok(["whole", "fast", "fast only"].includes(part), `${file}: ${part}`);
  if (all ? part === "fast only" : part === "whole") continue;
  for (const [how, run] of Object.entries(runtime.ways)) {
    test(`${file.replace(/\.mjs$/, "")}, ${how}`, { timeout: LIMIT_MS }, async (t) => {
      const results = await run({ t, ...(await prepare(t)) });
      await report(t, results);
      if (part === "fast only" || results.some(({ error }) => error !== undefined)) return;
      const result = `${results.length} of ${cases.length} cases`;
      const { name, version, system } = runtime;
      await record("runtimes", { name, version: await version(), how, result, ...(system && { system }) });
    });
  }
}

/** One subtest per case; a case that did not run fails. */
async function report(t, results) {
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
