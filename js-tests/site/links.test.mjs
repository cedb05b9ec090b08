// Every link and every file that a page of the built site names exists, anchors included.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { dist, fileOf, wanted } from "./support/site.mjs";

const REPOSITORY = "https://github.com/apsara-live/apsara-live";

const pages = () =>
  readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(".html"))
    .map((name) => join(dist, name));

const pathOf = (file) => `/${relative(dist, file).split(sep).join("/")}`.replace(/(?:index)?\.html$/, "");

/** Returns the values of `href` and `src`, decoded. */
const linksOf = (html) =>
  [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link.replaceAll("&amp;", "&"));

if (wanted) {
  test("links of the site", () => {
    const anchors = new Map();
    const anchorsOf = (file) => {
      if (!anchors.has(file)) {
        const html = readFileSync(file, "utf8");
        anchors.set(file, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)));
      }
      return anchors.get(file);
    };
    const broken = [];
    let checked = 0;
    for (const file of pages()) {
      for (const link of linksOf(readFileSync(file, "utf8"))) {
        const url = new URL(link, `http://site${pathOf(file)}`);
        if (url.origin !== "http://site") continue;
        checked += 1;
        const target = fileOf(url.pathname);
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (target === undefined) broken.push(`${pathOf(file)}: ${link}`);
        else if (anchor !== "" && !anchorsOf(target).has(anchor)) broken.push(`${pathOf(file)}: no anchor ${link}`);
      }
    }
    assert.ok(checked > 1000, `${checked} links`);
    assert.deepEqual([...new Set(broken)], []);
  });

  test("links to files of the repository", () => {
    const missing = new Set();
    for (const file of pages()) {
      for (const link of linksOf(readFileSync(file, "utf8"))) {
        const [, path] = new RegExp(`^${REPOSITORY}/(?:blob|edit|tree)/main/([^#]+)`).exec(link) ?? [];
        if (path !== undefined && !existsSync(join(root, decodeURIComponent(path))))
          missing.add(`${pathOf(file)}: ${link}`);
      }
    }
    assert.deepEqual([...missing], []);
  });
}
