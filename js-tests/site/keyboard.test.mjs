// The playground by keyboard alone: each control can be reached, its focus is seen, and the outcome is announced.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite, wanted } from "./support/site.mjs";

/** Returns the name of the focused element, and whether an outline of the element or of its card shows the focus. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const outlined = [element, element.closest("label")].filter(Boolean).map((node) => getComputedStyle(node));
    const name = element.getAttribute("aria-label") || element.closest("label")?.innerText || element.innerText;
    return { tag: element.localName, name, isSeen: outlined.some(({ outlineStyle }) => outlineStyle !== "none") };
  });

/** Presses Tab until something with that name has the focus; fails where the focus of a control on the way is not seen. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses++) {
    const now = await focused(page);
    if (now.tag !== "body") {
      assert.ok(now.isSeen, `the focus of ${now.tag} "${now.name}" is not seen`);
      if (now.name?.includes(name)) return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never gets to "${name}"`);
}

if (wanted) {
  test("the playground by keyboard", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/playground");

    await tabTo(page, "The answer got lost");
    await page.keyboard.press("ArrowUp");
    assert.ok(await page.locator('input[value="well"]').isChecked(), "arrows change the story");

    await tabTo(page, "Your own scenario");
    await page.keyboard.press("Enter");
    await tabTo(page, "State of the task");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.getByRole("combobox", { name: "State of the task" }).inputValue(), "RECOVERING");
    await tabTo(page, "verify: ask");
    await page.keyboard.press("Space");
    assert.ok(await page.getByLabel("verify: ask").isChecked());
    await tabTo(page, "Add a fault");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Request 1" }).waitFor();

    await tabTo(page, "Stop the task");
    await page.keyboard.press("Space");
    const outcome = page.locator('[aria-live="polite"]', { hasText: "Already stopped" });
    await outcome.waitFor();
    assert.equal((await focused(page)).name, "Stop the task", "the button keeps the focus");

    await tabTo(page, "Copy");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied" }).waitFor();
  });

  test("the diagram has the steps as its text alternative", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/playground");
    await page.locator("button.primary").click();
    await page.locator(".prints").waitFor();
    const picture = page.getByRole("img", { name: "Sequence diagram" });
    const list = page.locator(`#${await picture.getAttribute("aria-describedby")}`);
    assert.equal(await list.evaluate((element) => element.localName), "ol");
    assert.ok((await list.locator("li").count()) > 5);
  });
}
