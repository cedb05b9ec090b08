// Pages for readers, in English and Chinese.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "../../support/paths.mjs";

/** Folders of docs without pages of ours: tools, and the reference that TypeDoc writes. */
const others = new Set(["node_modules", ".vitepress", "api", "public"]);

const slashes = (path) => path.split(sep).join("/");

function markdownIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return others.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** Paths of all pages from the root of the repository. */
export const pages = [
  "README.md",
  "README.zh-CN.md",
  ...markdownIn(join(root, "docs")).map((path) => slashes(relative(root, path))),
].sort();

export const read = (page) => readFileSync(join(root, page), "utf8");

export const isChinese = (page) => page === "README.zh-CN.md" || page.startsWith("docs/zh/");

/** Returns the path of the same page in the other language. */
export function counterpart(page) {
  if (page === "README.md") return "README.zh-CN.md";
  if (page === "README.zh-CN.md") return "README.md";
  return isChinese(page) ? page.replace("docs/zh/", "docs/") : page.replace("docs/", "docs/zh/");
}
