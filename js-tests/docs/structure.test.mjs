// Languages: each page has a counterpart with the same headings, code, tables, images and links.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counterpart, isChinese, pages, read } from "./support/pages.mjs";
import { structureOf } from "./support/structure.mjs";

for (const page of pages.filter((page) => !isChinese(page))) {
  test(`${page} and ${counterpart(page)} have the same structure`, () => {
    assert.ok(pages.includes(counterpart(page)), `${counterpart(page)} is missing`);
    assert.deepEqual(structureOf(counterpart(page), read), structureOf(page, read));
  });
}

test("no Chinese page is alone", () => {
  assert.deepEqual(
    pages.filter((page) => isChinese(page) && !pages.includes(counterpart(page))),
    [],
  );
});

const english = `# Title

<!--@include: ./part.md#start-->

Text with [a link](other.md#second) and [the vendor](https://www.alibabacloud.com/help/en/live/)
and [others](https://example.com/docs/en/usage.md), [others](https://example.org).

## Part

![picture](picture.svg)

\`\`\`js
stop("task-1"); // says "it is stopped"
log("it is stopped");
\`\`\`

| a | b |
| --- | --- |
| 1 | 2 |
`;
const chinese = english
  .replace("# Title", "# 标题")
  .replace("part.md", "part.zh.md")
  .replace("other.md#second", "other.md#第二")
  .replace("https://www.alibabacloud.com/help/en/live/", "https://help.aliyun.com/zh/live/")
  .replace("/docs/en/", "/docs/zh-CN/")
  .replace("https://example.org", "https://example.org/lang/zh-CN/")
  .replace('// says "it is stopped"', "// 已停止")
  .replace('log("it is stopped")', 'log("已停止")')
  .replace("picture.svg", "picture.zh.svg");

const files = (one, two) => ({
  "docs/page.md": one,
  "docs/zh/page.md": two,
  "docs/other.md": "# First\n\n## Second\n",
  "docs/zh/other.md": "# 第一\n\n## 第二\n",
});

/** The structures of a pair of pages. */
function pair(one, two) {
  const read = (path) => files(one, two)[path];
  return [structureOf("docs/page.md", read), structureOf("docs/zh/page.md", read)];
}

test("accepts a page and its translation", () => {
  const [one, two] = pair(english, chinese);
  assert.deepEqual(two, one);
  assert.equal(one.length, 10);
});

for (const [what, mend] of [
  ["a heading of another level", (text) => text.replace("## Part", "### Part")],
  ["a missing heading", (text) => text.replace("## Part\n", "")],
  ["other code", (text) => text.replace('"task-1"', '"task-2"')],
  ["code of another language", (text) => text.replace("```js", "```ts")],
  ["code that is not run", (text) => text.replace("```js", "<!-- not run: broken -->\n\n```js")],
  ["a missing row", (text) => text.replace("| 1 | 2 |\n", "")],
  ["another column", (text) => text.replace(/ \|\n/g, " | |\n")],
  ["a missing image", (text) => text.replace(/!\[.*\n/, "")],
  ["another include", (text) => text.replace("part.zh.md", "whole.md")],
  ["another image", (text) => text.replace("picture.zh.svg", "photo.svg")],
  ["a link to another page", (text) => text.replace("other.md#第二", "page.md")],
  ["a link to another heading", (text) => text.replace("#第二", "#第一")],
  ["a link more", (text) => `${text}\n[more](https://example.com/)\n`],
]) {
  test(`finds ${what}`, () => {
    const [one, two] = pair(english, mend(chinese));
    assert.notDeepEqual(two, one);
  });
}
