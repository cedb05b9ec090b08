// No secret leaves the page: no request but for files of the site, and nothing is stored.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dist, openSite, wanted } from "./support/site.mjs";

const MARKERS = { id: "LTAI-marker-id", secret: "marker-secret-a1b2c3", token: "marker-token-d4e5f6" };

if (wanted) {
  test("a secret stays in the page", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/signature");
    await page.getByLabel("AccessKey ID").fill(MARKERS.id);
    await page.getByLabel("AccessKey Secret").fill(MARKERS.secret);
    await page.getByLabel("Security token").fill(MARKERS.token);
    await page
      .getByLabel("Refused request or message")
      .fill(`curl -X POST 'https://live.aliyuncs.com/?TaskId=${MARKERS.secret}'`);
    await page.locator('[data-stage="request"]', { hasText: MARKERS.id }).waitFor();
    for (const method of ["HMAC-SHA1", "ACS3-HMAC-SHA256"]) {
      await page.getByLabel("Signature method").selectOption(method);
      await page.locator('[data-stage="request"]', { hasText: method }).waitFor();
    }
    // The router keeps positions in the history, and other pages are loaded in the background.
    await page.getByRole("link", { name: "Playground" }).first().click();
    await page.locator("button.primary").click();
    await page.locator(".prints").waitFor();
    await page.goBack();
    await page.getByLabel("AccessKey Secret").waitFor();

    const origin = new URL(site.url).origin;
    for (const { url, body } of page.requested) {
      assert.ok(url.startsWith(`${origin}/`) || url.startsWith("data:"), url);
      assert.equal(body, null, url);
    }
    const kept = await page.evaluate(async () =>
      JSON.stringify({
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookie: document.cookie,
        url: location.href,
        state: history.state,
        databases: (await indexedDB.databases()).map(({ name }) => name),
        caches: await caches.keys(),
      }),
    );
    for (const text of [kept, ...page.requested.map(({ url }) => url)]) {
      for (const marker of Object.values(MARKERS)) assert.ok(!text.includes(marker), text);
    }
    assert.equal(await page.getByLabel("AccessKey Secret").inputValue(), "testsecret", "the page forgets the secret");
    assert.deepEqual(page.problems, []);
  });

  test("no password manager offers to keep a secret", async (t) => {
    const site = await openSite(t);
    for (const path of ["/signature", "/zh/signature"]) {
      const page = await site.open(path);
      await page.locator("input.secret").first().waitFor();
      assert.equal(await page.locator("input.secret").count(), 2, path);
      assert.equal(await page.locator('input[type="password"]').count(), 0, path);
      for (const input of await page.locator("input.secret").all()) {
        assert.equal(await input.getAttribute("autocomplete"), "off");
        assert.equal(await input.evaluate((field) => getComputedStyle(field).webkitTextSecurity), "disc");
      }
    }
  });

  test("every file of the site has a policy, redirects too", () => {
    const files = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(".html"));
    assert.ok(files.length > 100, `${files.length} pages`);
    for (const file of files) {
      assert.match(
        readFileSync(join(dist, file), "utf8"),
        /<meta http-equiv="content-security-policy" content="default-src 'none'/,
        file,
      );
    }
  });

  test("the page says so, and its policy forbids requests to other hosts", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/signature");
    await page.getByText("No secret leaves this page.").waitFor();
    const refused = await page.evaluate(() =>
      fetch("https://live.aliyuncs.com/").then(
        () => "sent",
        (error) => error.message,
      ),
    );
    assert.notEqual(refused, "sent");
    assert.match(page.problems.join("\n"), /connect-src 'self'/);
  });
}
