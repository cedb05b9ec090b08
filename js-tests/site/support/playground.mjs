// Plays stories of the playground as a reader does, and reads the page.

/** Chooses a story and presses the button; resolves when the run has ended. */
export async function play(page, story) {
  await page.locator(`input[name="story"][value="${story}"]`).check();
  await press(page);
}

/** Presses the button; resolves when the run has ended. */
export async function press(page) {
  await page.locator("button.primary").click();
  await page.locator(".prints").waitFor({ timeout: 60_000 });
}

/** Returns the run on the page. */
export async function shown(page) {
  const texts = (selector) => page.locator(selector).allInnerTexts();
  const [fate] = await texts(".outcome .fate");
  const [why] = await texts(".outcome .why");
  return {
    fate,
    why,
    facts: await texts(".outcome .facts > *"),
    steps: await texts(".steps li"),
    lost: await page.locator(".arrow.lost").count(),
    drawn: (await page.locator("svg :is(.arrow, .note, .wait) text").allTextContents()).map((text) => text.trim()),
    prints: await page.locator(".prints").innerText(),
    program: await page.locator(".program pre").textContent(),
  };
}
