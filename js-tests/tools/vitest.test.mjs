// Vitest in Node.js.
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { project } from "./project.mjs";
import { testsPass } from "./test-tool.mjs";

if (all) {
  test("Vitest", async (t) => {
    const vitest = await project(t, "vitest");
    const result = await testsPass(t, vitest, "--reporter=json", 4);
    await record("tools", { name: "Vitest", version: await vitest.version("vitest"), how: "Node.js", result });
  });
}
