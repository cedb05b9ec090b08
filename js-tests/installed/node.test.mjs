// The packed file, installed alone, in Node.js: as an ES module and as CommonJS.
import { test } from "node:test";
import { runNode } from "../support/run-program.mjs";
import { fixture, report } from "./fixture.mjs";

for (const runner of ["esm.mjs", "commonjs.cjs"]) {
  test(`Node.js, ${runner}`, async (t) => {
    const { folder, control } = await fixture(t, "node");
    await report(t, JSON.parse(await runNode([runner, control], { cwd: folder })));
  });
}
