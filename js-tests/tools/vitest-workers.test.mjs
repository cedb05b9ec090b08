// Vitest in workerd, with the plugin that replaced @cloudflare/vitest-pool-workers.
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { project } from "./project.mjs";
import { testsPass } from "./test-tool.mjs";

const name = "@cloudflare/vitest-plugin";

if (all) {
  test(name, async (t) => {
    const workers = await project(t, "vitest-workers");
    const result = await testsPass(t, workers, "--reporter=json", 2);
    await record("tools", { name, version: await workers.version(name), how: "workerd", result });
  });
}
