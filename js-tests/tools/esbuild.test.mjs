// esbuild for each of its platforms.
import { join } from "node:path";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { small, stopsInNode, stopsInScript, withoutWasm } from "./cells.mjs";
import { project } from "./project.mjs";

test("esbuild", async (t) => {
  const esbuild = await project(t, "esbuild");
  const version = await esbuild.version("esbuild");
  const bundle = (name) => join(esbuild.folder, "dist", name);
  const cell = (how, run) =>
    t.test(how, async (t) => {
      await esbuild.run(`build:${how}`);
      await run(t);
      await record("tools", { name: "esbuild", version, how, result: await small(bundle(how)) });
    });

  await cell("node", (t) => stopsInNode(t, esbuild, "start:node"));
  await cell("neutral", (t) => stopsInNode(t, esbuild, "start:neutral"));
  if (all) {
    await cell("browser", (t) => stopsInScript(t, bundle("browser"), "page.js"));
  }

  await t.test("ships no wasm to a program without calls", async () => {
    await esbuild.run("build:error");
    await withoutWasm(bundle("error"));
  });
});
