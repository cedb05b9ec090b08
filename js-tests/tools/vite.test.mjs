// Vite: the built page, the page of its development server, and server bundles with and without dependencies.
import { join } from "node:path";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { small, stopsInNode, stopsInPage, withoutWasm } from "./cells.mjs";
import { project } from "./project.mjs";

if (all) {
  test("Vite", async (t) => {
    const vite = await project(t, "vite");
    const version = await vite.version("vite");
    const bundle = (name) => join(vite.folder, "dist", name);
    const noted = (how, result) => record("tools", { name: "Vite", version, how, result });

    await t.test("build", async (t) => {
      await vite.run("build");
      await stopsInPage(t, { files: bundle("page") });
      await noted("build", await small(bundle("page")));
    });

    await t.test("dev server", async (t) => {
      const [, pages] = await vite.start(t, "dev", /(http:\/\/127\.0\.0\.1:\d+)\//);
      await stopsInPage(t, { pages });
      await noted("dev server", "runs");
    });

    await t.test("SSR", async (t) => {
      await vite.run("build:ssr");
      await stopsInNode(t, vite, "start:ssr");
      await noted("SSR", "runs");
    });

    await t.test("SSR, bundled", async (t) => {
      await vite.run("build:ssr-bundled");
      await stopsInNode(t, vite, "start:ssr-bundled");
      await noted("SSR, bundled", await small(bundle("ssr-bundled")));
    });

    await t.test("ships no wasm to a program without calls", async () => {
      await vite.run("build:error");
      await withoutWasm(bundle("error"));
    });
  });
}
