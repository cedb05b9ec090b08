// Pages by the rules of axe: no violation, no error, no layout shift. On a phone and on a desktop, in light and in dark: the English pages
// have two of the four, and the Chinese ones a third.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import axe from "axe-core";
import { play } from "./support/playground.mjs";
import { close, DESKTOP, dist, openSite, PHONE, wanted } from "./support/site.mjs";

/** A page, and the actions of a reader before the check. */
const PAGES = {
  home: { path: "/" },
  "an error page": { path: "/errors/InvalidParameter-TaskId" },
  "the list of errors": { path: "/errors/" },
  playground: { path: "/playground", use: (page) => play(page, "always-lost") },
  "the chart of an outage": { path: "/playground", use: (page) => play(page, "outage"), viewports: [PHONE] },
  "the list of actions": { path: "/actions", viewports: [PHONE] },
  "a drawing that scrolls": { path: "/guide/outages", viewports: [PHONE] },
  "tables that scroll": { path: "/guide/until-stopped", viewports: [PHONE] },
  signature: {
    path: "/signature",
    use: (page) => page.locator("textarea").fill("curl https://live.aliyuncs.com/?Signature=x"),
  },
};

/** Folders of pages of which the first one is judged. */
const FOLDERS = ["guide", "recipes", "migrate"];

const firstOf = (prefix, folder) => {
  const [first] = readdirSync(join(dist, prefix, folder)).sort();
  return `/${folder}/${first.replace(/\.html$/, "")}`;
};

const summaryOf = ({ id, help, nodes }) =>
  `${id}: ${help}\n  ${nodes.map(({ target }) => target.join(" ")).join("\n  ")}`;

if (wanted) {
  test("pages", async (t) => {
    const site = await openSite(t);
    for (const prefix of ["", "/zh"]) {
      const pages = { ...PAGES };
      for (const folder of FOLDERS) pages[`the first page of ${folder}`] = { path: firstOf(prefix, folder) };
      for (const [name, { path, use, viewports = [PHONE, DESKTOP] }] of Object.entries(pages)) {
        for (const viewport of prefix === "" ? viewports : [PHONE]) {
          await t.test(`${name} ${prefix} ${viewport.width}`, async () => {
            const page = await site.open(`${prefix}${path}`, { viewport });
            const shift = () => page.evaluate(() => globalThis.layoutShift);
            // What moves after a reader's action was asked for.
            assert.ok((await shift()) < 0.1, "layout shift");
            await use?.(page);
            const colorScheme = (viewport === PHONE) === (prefix === "") ? "light" : "dark";
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            await page.waitForFunction(
              (dark) => document.documentElement.classList.contains("dark") === dark,
              colorScheme === "dark",
            );
            // By the debugger, which the Content-Security-Policy does not bind.
            await page.evaluate(axe.source);
            const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
            assert.deepEqual(violations.map(summaryOf), [], colorScheme);
            const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
            assert.equal(scrollWidth, clientWidth, "the page does not scroll sideways");
            assert.ok(use || (await shift()) < 0.1, "layout shift");
            assert.deepEqual(page.problems, []);
            await close(page);
          });
        }
      }
    }
  });

  test("each column of each table has a name", () => {
    const pages = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(".html"));
    const nameless = pages.filter((name) => /<th[^>]*>\s*<\/th>/.test(readFileSync(join(dist, name), "utf8")));
    assert.ok(pages.length > 100);
    assert.deepEqual(nameless, []);
  });
}
