// Vitest and Jest: the tests of the examples pass.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { modernNode } from "../support/paths.mjs";
import { dependency, recipe } from "./support/recipe.mjs";

for (const [name, command] of [
  ["vitest", ["vitest/vitest.mjs", "run", "--reporter=json"]],
  ["jest", ["jest/bin/jest.js", "--json"]],
]) {
  test(`${name}: the tests of the example pass`, async (t) => {
    const project = await recipe(t, name);
    const [program, ...args] = command;
    const results = join(project.folder, "results.json");
    await project.run([dependency(program), ...args, `--outputFile=${results}`], { node: modernNode() });
    const { success, numPassedTests } = JSON.parse(await readFile(results, "utf8"));
    assert.deepEqual([success, numPassedTests], [true, 3]);
  });
}
