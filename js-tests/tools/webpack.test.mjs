// webpack 5, for Node.js and for the web.
import { join } from "node:path";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { small, stopsInNode, stopsInScript, withoutWasm } from "./cells.mjs";
import { project } from "./project.mjs";

if (all) {
  test("webpack", async (t) => {
    const webpack = await project(t, "webpack");
    const version = await webpack.version("webpack");
    const bundle = (name) => join(webpack.folder, "dist", name);
    const noted = async (how) => record("tools", { name: "webpack", version, how, result: await small(bundle(how)) });
    await webpack.run("build");

    await t.test("node", async (t) => {
      await stopsInNode(t, webpack, "start");
      await noted("node");
    });
    await t.test("web", async (t) => {
      await stopsInScript(t, bundle("web"), "page.js");
      await noted("web");
    });
    await t.test("ships no wasm to a program without calls", () => withoutWasm(bundle("error")));
  });
}
