// No secret leaves the page: no request but for files of the site, and nothing is stored.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite, wanted } from "./support/site.mjs";

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
