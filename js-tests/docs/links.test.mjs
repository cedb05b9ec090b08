// Links of all pages: files exist, and headings that anchors name.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { githubSlug, only, partsOf, siteSlug } from "./support/markdown.mjs";
import { pages, read } from "./support/pages.mjs";

const documents = [...pages, "BENCHMARKS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
const ours = "https://github.com/apsara-live/apsara-live/blob/main/";
const inSite = (path) => path.startsWith("docs/");

/** Returns the path that a link names from the root of the repository, or undefined for another site. */
function pathOf(page, target) {
  if (target.startsWith(ours)) return decodeURIComponent(target.slice(ours.length).split("#")[0]);
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path] = decodeURIComponent(target).split("#");
  if (path === "") return page;
  return path.startsWith("/") ? posix.join("docs", path) : posix.join(posix.dirname(page), path);
}

/** Files that may stand behind a path of the site. */
function candidates(path) {
  const plain = path.replace(/\.html$|\/$/, "");
  const publicFile = path.replace(/^docs\//, "docs/public/");
  const routes = pages.filter((page) => posix.dirname(page) === posix.dirname(path) && page.includes("["));
  return inSite(path) ? [path, `${plain}.md`, posix.join(plain, "index.md"), publicFile, ...routes] : [path];
}

/** Returns the problem of a link, or undefined. */
function problem(page, target) {
  const path = pathOf(page, target);
  if (path === undefined) return undefined;
  const file = candidates(path).find((name) => existsSync(join(root, name)));
  if (file === undefined) return `${page}: ${target} does not exist`;
  if (inSite(page) && !inSite(path) && !target.startsWith(ours) && !/\.(svg|png)$/.test(path)) {
    return `${page}: ${target} is not part of the site; link to ${ours}`;
  }
  const [, anchor] = decodeURIComponent(target).split("#");
  if (anchor === undefined || !file.endsWith(".md")) return undefined;
  const headings = only(partsOf(read(file)), "heading").map(({ text }) => text);
  // A page of the site is also read at GitHub.
  const slugs = inSite(file) ? [githubSlug, siteSlug] : [githubSlug];
  const known = slugs.every((slug) => headings.some((text) => slug(text) === anchor));
  return known ? undefined : `${page}: ${file} has no heading #${anchor}`;
}

for (const page of documents) {
  test(`the links of ${page} resolve`, () => {
    const targets = partsOf(read(page)).filter(({ type }) => type === "link" || type === "image");
    assert.deepEqual(
      targets.map(({ target }) => problem(page, target)).filter((found) => found !== undefined),
      [],
    );
  });
}

test("finds a missing file, a missing heading, and a file outside the site", () => {
  for (const [target, message] of [
    ["missing.md", /does not exist/],
    ["results.md#missing", /has no heading #missing/],
    ["#missing", /has no heading #missing/],
    ["../../CONTRIBUTING.md", /is not part of the site/],
    [`${ours}missing.md`, /does not exist/],
  ]) {
    assert.match(problem("docs/guide/results.md", target) ?? "", message);
  }
  assert.equal(problem("docs/guide/results.md", "https://example.com/missing"), undefined);
});
