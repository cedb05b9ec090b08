// Structure of a page without its words, to compare two languages.
import { posix } from "node:path";
import { transformSync } from "esbuild";
import { githubSlug, only, partsOf } from "./markdown.mjs";

/** Texts are words for people: with a space, or Chinese. Identifiers stay. */
const withoutTexts = (code) =>
  code.replace(/(["'`])(?:\\.|(?!\1)[^\\])*\1/g, (text) => (/[\s\p{Script=Han}]/u.test(text) ? "TEXT" : text));

const lines = (code) =>
  code
    .split("\n")
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .join("\n");

const MINIFIED = { minifyWhitespace: true, charset: "utf8" };

/** Removes the comments of a language. JavaScript and TypeScript come out minified. */
const withoutComments = {
  js: (code) => transformSync(code, { ...MINIFIED, loader: "js" }).code,
  ts: (code) => transformSync(code, { ...MINIFIED, loader: "ts" }).code,
  rust: (code) => code.replace(/\/\/.*$/gm, ""),
  sh: (code) => code.replace(/(?<=^|\s)#.*$/gm, ""),
  jsonc: (code) => code.replace(/(?<=^|\s)\/\/.*$/gm, ""),
};

export function comparableCode(language, code) {
  return withoutTexts(lines((withoutComments[language] ?? String)(code)));
}

/**
 * Returns the parts of a page that must be the same in both languages, as lines of text.
 *
 * @param page the path of the page from the root of the repository
 * @param read reads a page by its path
 */
export function structureOf(page, read) {
  const parts = partsOf(read(page));
  const target = (link) => sameInBoth(page, link, read);
  const body = parts.flatMap((part) => {
    if (part.type === "heading") return [`heading ${part.level}`];
    if (part.type === "code") {
      const mark = part.notRun === undefined ? "" : " (not run)";
      return [`code ${part.language}${mark}: ${comparableCode(part.language, part.code)}`];
    }
    if (part.type === "include") return [`include ${withoutLanguage(part.path.replace(/(\.\.\/)+/, ""))}`];
    if (part.type === "table") return [`table ${part.columns} x ${part.rows}`];
    return part.type === "image" ? [`image ${target(part.target)}`] : [];
  });
  const links = new Set(only(parts, "link").map((part) => `link ${target(part.target)}`));
  return [...body, ...[...links].sort()];
}

/** Returns the target of a link without its language. */
function sameInBoth(page, link, read) {
  if (/^https?:/.test(link)) return withoutSite(link);
  const [path, anchor] = link.split("#");
  const target = path === "" ? page : path.startsWith("/") ? `docs${path}` : posix.join(posix.dirname(page), path);
  const place = anchor === undefined ? "" : `#${placeOf(decodeURIComponent(anchor), target, read)}`;
  return withoutLanguage(target) + place;
}

const withoutLanguage = (path) =>
  path
    .replace(/^docs\/zh(?=\/|$)/, "docs")
    .replace("README.zh-CN.md", "README.md")
    .replace(/\.zh(\.\w+(?:#.*)?)$/, "$1");

/** The vendor has a site and a documentation for each language. Their pages have the same or similar names. */
function withoutSite(link) {
  const { hostname, pathname } = new URL(link);
  if (!/(^|\.)(aliyun|alibabacloud)\.com$/.test(hostname)) return withoutLanguageOfSite(link);
  return pathname.startsWith("/zh/") || pathname.startsWith("/help/")
    ? "a page of the vendor's documentation"
    : "a site of the vendor";
}

/** Other sites name the language by a part of the path, such as `/docs/zh-CN/` or `/lang/zh-CN/`. */
const withoutLanguageOfSite = (link) => link.replace(/(?:\/lang)?\/(?:en|zh|zh-CN)(?=\/|$)/g, "").replace(/\/$/, "");

/** Returns the number of the heading that an anchor names. */
function placeOf(anchor, target, read) {
  const headings = only(partsOf(read(target)), "heading");
  const place = headings.findIndex(({ text }) => githubSlug(text) === anchor);
  if (place < 0) throw new Error(`${target} has no heading #${anchor}`);
  return place;
}
