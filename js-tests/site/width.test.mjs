// Every page of the site on a phone, a tablet and a desktop: no code and no text is cut at the right, and drawings keep readable letters.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { test } from "node:test";
import { dist, openSite, wanted } from "./support/site.mjs";

const WIDTHS = [390, 768, 1440];
/** The smallest part of its own size that a drawing has: its letters have 11 to 13 px. */
const SMALLEST_SCALE = 0.8;

/** The pages, without those that lead to another page at once. */
const paths = () =>
  readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(".html"))
    .filter((name) => !readFileSync(join(dist, name), "utf8").includes('http-equiv="refresh"'))
    .map((name) => `/${name.split(sep).join("/")}`)
    .sort();

/**
 * Runs in an empty page: shows the pages one after the other in a frame of each width, and returns what is cut, as text. The frames run
 * no script, and keep their style sheets from page to page, which is what makes it fast.
 */
async function cutParts({ paths, widths, smallestScale }) {
  const partsOf = (page) => {
    const found = [];
    const { clientWidth, scrollWidth } = page.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`);
    const nameOf = (element) => `${element.localName} "${element.textContent.trim().slice(0, 60)}"`;
    for (const block of page.querySelectorAll("pre, pre code, .vp-doc :is(p, li, dt, dd, h1, h2, h3)")) {
      // A table scrolls, and so does a drawing.
      if (block.matches(".figure") || block.closest("table")) continue;
      if (block.scrollWidth > block.clientWidth + 1 && block.clientWidth > 0)
        found.push(`${nameOf(block)} is ${block.scrollWidth} wide in ${block.clientWidth}`);
      const { right, width } = block.getBoundingClientRect();
      if (width > 0 && right > clientWidth + 1) found.push(`${nameOf(block)} ends at ${Math.round(right)}`);
    }
    for (const image of page.querySelectorAll('.vp-doc img:is([src*=".svg"], [src^="data:image/svg"])')) {
      const scale = image.clientWidth / image.naturalWidth;
      if (!(scale >= smallestScale)) found.push(`${image.alt.slice(0, 60)} has a scale of ${scale}`);
    }
    return found;
  };
  const frames = widths.map((width) => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-same-origin";
    frame.style = `width: ${width}px; height: 900px; border: 0`;
    frame.src = "/404.html";
    return frame;
  });
  const loaded = frames.map((frame) => new Promise((resolve) => frame.addEventListener("load", resolve)));
  document.body.append(...frames);
  await Promise.all(loaded);
  const cut = [];
  for (const path of paths) {
    const text = await (await fetch(path)).text();
    const app = new DOMParser().parseFromString(text, "text/html").querySelector("#app");
    for (const [i, { contentDocument: page }] of frames.entries()) {
      page.querySelector("#app").replaceWith(page.importNode(app, true));
      await Promise.all(Array.from(page.querySelectorAll(".vp-doc img"), (image) => image.decode()));
      cut.push(...partsOf(page).map((part) => `${path} at ${widths[i]}: ${part}`));
    }
  }
  return cut;
}

if (wanted) {
  test("nothing is cut at the right", async (t) => {
    const site = await openSite(t);
    const all = paths();
    t.diagnostic(`${all.length} pages`);
    assert.ok(all.length > 200, `${all.length} pages`);
    const parts = availableParallelism();
    const shares = Array.from({ length: parts }, (_, part) => all.filter((_, i) => i % parts === part));
    const cut = await Promise.all(
      shares.map(async (share) => {
        const page = await site.openEmpty();
        return page.evaluate(cutParts, { paths: share, widths: WIDTHS, smallestScale: SMALLEST_SCALE });
      }),
    );
    assert.deepEqual(cut.flat().sort(), []);
  });

  test("the measurement finds code, text and drawings that are cut", async (t) => {
    const site = await openSite(t);
    const page = await site.openEmpty();
    const long = "x".repeat(200);
    const drawing = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='700' height='10'/%3E";
    for (const [html, expected] of [
      [`<pre style="width:300px;overflow:auto;white-space:pre"><code>${long}</code></pre>`, /: pre .* wide in 300$/],
      [`<p style="overflow:hidden;white-space:nowrap">${long}</p>`, /: p .* wide in/],
      ['<div style="width:1600px">text</div>', /: the page is/],
      [`<img alt="drawing" style="width:100px" src="${drawing}">`, /: drawing has a scale/],
    ]) {
      const path = `data:text/html,${encodeURIComponent(`<div id="app"><div class="vp-doc">${html}</div></div>`)}`;
      const found = await page.evaluate(cutParts, { paths: [path], widths: [390], smallestScale: SMALLEST_SCALE });
      assert.ok(
        found.some((text) => expected.test(text)),
        found.join("\n"),
      );
    }
  });
}
