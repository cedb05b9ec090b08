// A folder with the packed file installed, the suite and a runner beside it, and the report of what the runner found.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { cases } from "../conformance/cases.mjs";
import { startControl } from "../conformance/control.mjs";
import { tests } from "../support/paths.mjs";
import { installedFolder } from "../support/run-program.mjs";

/** Prepares the folder; `runner` is a folder here. */
export async function fixture(t, runner) {
  const folder = await installedFolder(t);
  await cp(join(tests, "installed", runner), folder, { recursive: true });
  await cp(join(tests, "conformance"), join(folder, "conformance"), {
    recursive: true,
    filter: (path) => !path.endsWith("control.mjs"),
  });
  const control = await startControl();
  t.after(() => control.close());
  return { folder, control: control.url };
}

/** One subtest per case; a case that did not run fails. */
export async function report(t, results) {
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
