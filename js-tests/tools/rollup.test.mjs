// Rollup with its plugin for packages, for Node.js and for browsers.
import { join } from "node:path";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { small, stopsInNode, stopsInScript, withoutWasm } from "./cells.mjs";
import { project } from "./project.mjs";

if (all) {
  test("Rollup", async (t) => {
    const rollup = await project(t, "rollup");
    const version = await rollup.version("rollup");
    const bundle = (name) => join(rollup.folder, "dist", name);
    const noted = async (how) => record("tools", { name: "Rollup", version, how, result: await small(bundle(how)) });
    await rollup.run("build");

    await t.test("node", async (t) => {
      await stopsInNode(t, rollup, "start");
      await noted("node");
    });
    await t.test("browser", async (t) => {
      await stopsInScript(t, bundle("browser"), "page.js");
      await noted("browser");
    });
    await t.test("ships no wasm to a program without calls", () => withoutWasm(bundle("error")));
  });
}
