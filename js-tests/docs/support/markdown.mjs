// Reads a page in Markdown: headings, code blocks, tables, images and links, in order.
import { lexer, walkTokens } from "marked";

/** A block that the tests do not run says why in a comment before it. */
const NOT_RUN = /^<!-- not run: (\S.*\S) -->\s*$/;

/** Includes of VitePress: code of a file, or a part of another page. */
const INCLUDE = /^(?:<<< |<!-- ?@include: ?)(\S+?)(?:\{[^}]*\})?(?: ?-->)?$/;

const withoutFrontmatter = (text) =>
  text.replace(/^---\n[\s\S]*?\n---\n/, (front) => "\n".repeat(front.split("\n").length - 1));

/**
 * Returns the parts of a page in order, each with its `type`: `heading` (`level`, `text`), `code` (`language`, `code`, `notRun`),
 * `include` (`path`), `table` (`columns`, `rows`), `image` and `link` (`target`).
 */
export function partsOf(page) {
  const parts = [];
  let before;
  walkTokens(lexer(withoutFrontmatter(page)), (token) => {
    switch (token.type) {
      case "heading":
        parts.push({ type: "heading", level: token.depth, text: token.text });
        break;
      case "code":
        parts.push({
          type: "code",
          language: (token.lang ?? "").split(/[\s{]/)[0],
          code: token.text,
          notRun: before?.type === "html" ? NOT_RUN.exec(before.text)?.[1] : undefined,
        });
        break;
      case "table":
        parts.push({ type: "table", columns: token.header.length, rows: token.rows.length });
        break;
      case "image":
      case "link":
        parts.push({ type: token.type, target: token.href });
        break;
      case "paragraph":
      case "html":
        for (const line of token.raw.split("\n")) {
          const [, path] = INCLUDE.exec(line) ?? [];
          if (path !== undefined) parts.push({ type: "include", path });
        }
    }
    if (token.type !== "space" && token.type !== "text") before = token;
  });
  return parts;
}

/** Parts of one type. */
export const only = (parts, type) => parts.filter((part) => part.type === type);

/** Returns the anchor of a heading, as GitHub makes it. */
export const githubSlug = (text) =>
  plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

/** Returns the anchor of a heading, as VitePress makes it. */
export const siteSlug = (text) =>
  plain(text)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^-+|-+$/g, "")
    .replace(/^(\d)/, "_$1")
    .toLowerCase();

const plain = (text) => text.replace(/[`*]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
