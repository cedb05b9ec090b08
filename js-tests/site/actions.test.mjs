// The list of all actions: complete in both languages, found by the filter and by the search.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { close, fileOf, openSite, wanted } from "./support/site.mjs";

const { actions } = JSON.parse(readFileSync(join(root, "xtask", "actions", "facts.json"), "utf8"));
const names = Object.keys(actions);

if (wanted) {
  test("the list has each action with its method, its quota, its page and its parameters", () => {
    assert.ok(names.length > 400);
    const hosts = { "/actions": "www.alibabacloud.com/help/en", "/zh/actions": "help.aliyun.com/zh" };
    for (const [path, host] of Object.entries(hosts)) {
      const html = readFileSync(fileOf(path), "utf8");
      const entries = new Map(
        html
          .split(/<dt id="/)
          .slice(1)
          .map((text) => [text.slice(0, text.indexOf('"')), text]),
      );
      assert.deepEqual([...entries.keys()], names, path);
      for (const name of names) {
        const entry = entries.get(name);
        const words = new Set(entry.replace(/<[^>]*>/g, " ").split(/\s+/));
        const { method, quota, params } = actions[name];
        for (const word of [name, method, ...(quota ? [`${quota.n}`] : []), ...Object.keys(params)])
          assert.ok(words.has(word), `${path}: ${name} lacks ${word}`);
        assert.ok(entry.includes(`https://${host}/live/`), `${path}: ${name} has a page`);
      }
    }
  });

  test("the filter finds actions by name and by parameter", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/zh/actions");
    const shown = () => page.locator(".actions dt code").allInnerTexts();
    const filter = page.getByRole("searchbox");
    await filter.fill("stopcaster");
    assert.deepEqual(await shown(), ["StopCaster", "StopCasterScene"]);
    await filter.fill("OriginalMessage");
    const withParameter = names.filter((name) => /originalmessage/i.test(Object.keys(actions[name].params).join(" ")));
    assert.deepEqual(await shown(), withParameter);
    await filter.fill("no such action");
    await page.getByText(`${names.length} 个接口中的 0 个`).waitFor();
    assert.deepEqual(page.problems, []);
    await close(page);
  });

  test("the search finds an action, and goes to its place in the list", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/");
    await page.locator(".DocSearch-Button").click();
    await page.locator("#localsearch-input").fill("AddCasterEpisodeGroupContent");
    await page.locator('.result[href$="/actions#AddCasterEpisodeGroupContent"]').first().click();
    await page.waitForURL("**/actions#AddCasterEpisodeGroupContent");
    await page.waitForFunction(() => {
      // The URL changes before the page does.
      const top = document.querySelector("#AddCasterEpisodeGroupContent")?.getBoundingClientRect().top;
      return top >= 0 && top < innerHeight;
    });
    assert.deepEqual(page.problems, []);
  });
}
