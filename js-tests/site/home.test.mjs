// The home page: code, installation and the state of the release; its headline breaks between words.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { PUBLISHED } from "../support/publication.mjs";
import { close, DESKTOP, openSite, PHONE, wanted } from "./support/site.mjs";

const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"));

const STATE = {
  "/": { published: "on npm", unpublished: "not on npm yet", unofficial: /unofficial/ },
  "/zh/": { published: "已发布到 npm", unpublished: "尚未发布到 npm", unofficial: /非官方/ },
};

/** Runs in the page: returns the characters before which the headline breaks, each with the character before it. */
function breaksOfHeadline() {
  const breaks = [];
  const walker = document.createTreeWalker(document.querySelector(".VPHero .text"), NodeFilter.SHOW_TEXT);
  let before;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const { top, width } = range.getBoundingClientRect();
      if (width === 0) continue;
      if (before !== undefined && top > before.top + 5) breaks.push(before.text + node.data[i]);
      before = { top, text: node.data[i] };
    }
  }
  return breaks;
}

if (wanted) {
  test("the home page", async (t) => {
    const site = await openSite(t);
    for (const [path, { published, unpublished, unofficial }] of Object.entries(STATE)) {
      for (const viewport of [PHONE, DESKTOP]) {
        await t.test(`${path} at ${viewport.width}`, async () => {
          const page = await site.open(path, { viewport });
          const facts = await page.locator(".release li").allInnerTexts();
          assert.ok(facts[0].includes(version), facts[0]);
          assert.equal(facts[1], PUBLISHED ? published : unpublished);
          assert.match(facts[2], unofficial);
          const code = (await page.locator(".vp-doc pre").allInnerTexts()).join("\n");
          assert.match(code, /live\.stopRtcCloudRecording\(\{ taskId \}\)/);
          assert.match(code, /npm install \S*apsara-live/);
          assert.equal((await page.locator(".VPHero svg text").allTextContents()).filter(Boolean).length, 6);
          // The words arrive first: a picture above them would move them.
          const words = await page.locator(".VPHero .main").boundingBox();
          const picture = await page.locator(".VPHero svg.hero").boundingBox();
          assert.ok(picture.y >= words.y + words.height || picture.x >= words.x + words.width);
          for (const text of await page.evaluate(breaksOfHeadline)) assert.match(text, /^(?: \S|[，。]\S|\S )$/, text);
          assert.deepEqual(page.problems, []);
          await close(page);
        });
      }
    }
  });
}
