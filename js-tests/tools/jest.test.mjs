// Jest, which loads the CommonJS form of the package and runs each test file in its own realm.
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { project } from "./project.mjs";
import { testsPass } from "./test-tool.mjs";

if (all) {
  test("Jest", async (t) => {
    const jest = await project(t, "jest");
    const result = await testsPass(t, jest, "--json", 8);
    await record("tools", { name: "Jest", version: await jest.version("jest"), how: "CommonJS", result });
  });
}
