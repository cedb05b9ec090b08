// Every error code has a page in both languages, and the search finds it by the code as a person pastes it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { fileOf, openSite, wanted } from "./support/site.mjs";

const generated = ["codes.ts", "service-errors.ts"].map((name) =>
  readFileSync(join(root, "pkg-template", "src", "generated", name), "utf8"),
);
/** The codes of these tables, as text and as keys. */
const codes = [
  ...new Set(
    generated.flatMap((text) => [...text.matchAll(/(?:"|^ {2})([A-Z][\w.]+)(?:"|(?=: \{))/gm)].map(([, code]) => code)),
  ),
];
const kinds = ["argument", "credentials", "service", "throttled", "network", "timeout", "protocol", "internal"];

const slugOf = (code) => code.replaceAll(".", "-");

/** A code as it stands in logs, in code and in responses. */
const PASTED = [
  (code) => code,
  (code) => `code: '${code}'`,
  (code) => `{"Code":"${code}"}`,
  (code) => `<Code>${code}</Code>`,
  (code) => `LiveError: ${code}`,
];

if (wanted) {
  test("every code and kind has a page in both languages", () => {
    assert.ok(codes.includes("ERR_TIMEOUT") && codes.includes("NotFound.Task") && codes.length > 60, `${codes.length}`);
    for (const folder of ["/errors/", "/zh/errors/"]) {
      for (const code of codes) {
        const page = readFileSync(fileOf(`${folder}${slugOf(code)}`), "utf8");
        assert.match(page, new RegExp(`<h1[^>]*>${code} `), `${folder}${code}`);
        if (code.includes(".")) {
          const pasted = readFileSync(fileOf(`${folder}${code}`), "utf8");
          assert.ok(pasted.includes(`url=${folder}${slugOf(code)}"`), `${folder}${code} goes to its page`);
        }
      }
      for (const kind of kinds) assert.ok(fileOf(`${folder}kind-${kind}`), `${folder}kind-${kind}`);
    }
  });

  test("the search finds a code as it is pasted", async (t) => {
    const site = await openSite(t);
    // Both languages have the same pages; one of them has all of its searched for.
    const searches = { "/": codes, "/zh/": codes.filter((_, i) => i % 4 === 0) };
    for (const [folder, searched] of Object.entries(searches)) {
      const page = await site.open(folder);
      await page.locator(".DocSearch-Button").click();
      const input = page.locator("#localsearch-input");
      const first = page.locator(".result").first();
      for (const [i, code] of searched.entries()) {
        const pasted = PASTED[i % PASTED.length](code);
        await input.fill(pasted);
        const expected = `${folder}errors/${slugOf(code)}`;
        try {
          await page.waitForFunction(
            (path) => document.querySelector(".result")?.getAttribute("href") === path,
            expected,
            { timeout: 30_000 },
          );
        } catch {
          assert.fail(`${pasted}: the first result is ${await first.getAttribute("href")}, not ${expected}`);
        }
      }
      await input.press("Enter");
      await page.waitForURL(`**${folder}errors/${slugOf(searched.at(-1))}`);
      assert.deepEqual(page.problems, []);
    }
  });

  test("the search finds Chinese words inside a sentence", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/zh/");
    await page.locator(".DocSearch-Button").click();
    await page.locator("#localsearch-input").fill("配额");
    await page.locator('.result[href^="/zh/errors/"]').first().waitFor();
  });
}
