// Languages of the site: each page has its counterpart, the Chinese ones are in Chinese, and a thing has one word there.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { test } from "node:test";
import { dist, wanted } from "./support/site.mjs";

/** Pages that lead to another page at once have no text. The API reference is in English only. */
const pages = () =>
  readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(".html") && name !== "404.html")
    .map((name) => name.split(sep).join("/"))
    .filter((name) => !/^(?:zh\/)?api\//.test(name))
    .map((name) => ({ name, html: readFileSync(join(dist, name), "utf8") }))
    .filter(({ html }) => !html.includes('http-equiv="refresh"'));

/** Words that the documents have another word for. */
const REPLACED = {
  令牌: "Token",
  "优雅(?:关闭|退出|停止)": "优雅停机",
  结局: "最终结果",
  到时停止: "定时停止",
  一面之词: "只是服务端的说法",
  亲眼: "核实",
  "[（(](?:均为)?英文[）)]": "the Chinese of it",
};

/** Returns the text of a part of a page, without code. */
const textOf = (html) =>
  html
    .replace(/<code[\s\S]*?<\/code>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&[#\w]+;/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** Returns the paragraphs that are English sentences. Cells of tables may be names. */
const englishIn = (html) =>
  [...html.matchAll(/<(p|li|h[1-4]|dt|dd|legend|summary|button)\b[^>]*>([\s\S]*?)<\/\1>/g)]
    .map(([, , part]) => textOf(part))
    .filter((text) => !/\p{Script=Han}/u.test(text) && /(?:\b[a-z]+ ){3}[a-z]+\b/.test(text));

if (wanted) {
  test("each page has a counterpart in the other language", () => {
    const names = pages().map(({ name }) => name);
    assert.ok(names.length > 200, `${names.length} pages`);
    const counterpart = (name) => (name.startsWith("zh/") ? name.slice("zh/".length) : `zh/${name}`);
    assert.deepEqual(
      names.filter((name) => !existsSync(join(dist, counterpart(name)))),
      [],
    );
  });

  test("each page says its language, and the Chinese pages are in Chinese", () => {
    for (const { name, html } of pages()) {
      const isChinese = name.startsWith("zh/");
      assert.match(html, isChinese ? /<html lang="zh-CN"/ : /<html lang="en/, name);
      if (isChinese) assert.deepEqual(englishIn(html), [], name);
    }
  });

  test("a thing has one word in Chinese", () => {
    for (const { name, html } of pages().filter(({ name }) => name.startsWith("zh/"))) {
      const [, main] = /<main[^>]*>([\s\S]*)<\/main>/.exec(html) ?? [undefined, html];
      for (const [word, better] of Object.entries(REPLACED)) {
        const found = new RegExp(`.{0,10}(?:${word}).{0,10}`).exec(textOf(main));
        assert.equal(found, null, `${name}: "${found?.[0]}": the word is ${better}`);
      }
    }
  });

  test("English sentences are found", () => {
    assert.deepEqual(englishIn("<p>这是中文。</p><p><code>a b c d e</code></p><li>BullMQ, Redis</li>"), []);
    assert.deepEqual(englishIn("<p>The task may be stopped.</p>"), ["The task may be stopped."]);
  });
}
