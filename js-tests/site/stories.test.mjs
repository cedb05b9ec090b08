// The stories of the playground: the page shows the result, and the program to copy prints the same in Node.js.
import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { installedFolder, runNode } from "../support/run-program.mjs";
import { play, press, shown } from "./support/playground.mjs";
import { close, openSite, PHONE, wanted } from "./support/site.mjs";

const LOST = "The connection breaks: there is no readable response.";

const STORIES = {
  well: { fate: "Stopped", prints: "stopped 1", steps: 5, lost: 0, why: /responded that it stopped the task/ },
  lost: { fate: "Already stopped", prints: "already-stopped 2", lost: 1, why: /its response was lost/, says: LOST },
  "always-lost": {
    fate: "Unknown: the task may be stopped",
    prints: "ERR_NETWORK unknown 4",
    lost: 5,
    why: /Call again/,
    facts: ["4 requests", "ERR_NETWORK", "outcomeUnknown: true", "retryable: true"],
  },
  verified: {
    fate: "Stopped",
    prints: "stopped 4",
    lost: 4,
    why: /asked the service for the state/,
    facts: ["4 requests", 'verified: "stopped"'],
    says: "The client sends request 5: DescribeRtcCloudRecordingFiles.",
  },
  throttled: {
    fate: "Stopped",
    prints: "stopped 3",
    lost: 0,
    why: /above the quota/,
    says: "The response arrives: 400 Throttling.User.",
  },
  clock: {
    fate: "Stopped",
    prints: "stopped 2",
    lost: 0,
    why: /difference of the clocks/,
    says: "The response arrives: 400 InvalidTimeStamp.Expired.",
  },
  missing: {
    fate: "Not stopped by this call",
    prints: "NotFound.Task not-stopped 1",
    lost: 0,
    why: /refused the request/,
    facts: ["1 request", "NotFound.Task", "retryable: false"],
  },
};

const VIEWPORTS = [PHONE, { width: 768, height: 1024 }, { width: 1440, height: 900 }];

/** Returns the highest point of the chart and its line of the quota, in requests a second. */
const drawnPeak = (page) =>
  page.evaluate(() => {
    const y = (selector) => Number(document.querySelector(`.chart ${selector}`).getAttribute("y1"));
    const [base, quota] = [y(".axis"), y(".quota")];
    const heights = [
      ...document
        .querySelector(".chart .area")
        .getAttribute("d")
        .matchAll(/V([\d.]+)/g),
    ];
    const top = Math.min(...heights.map(([, height]) => Number(height)));
    return { peak: Math.round((50 * (base - top)) / (base - quota)) };
  });

if (wanted) {
  test("stories of the playground", async (t) => {
    const site = await openSite(t);
    const folder = await installedFolder(t);
    /** Runs a program against the packed file. */
    const outputOf = async (name, program, options = []) => {
      await writeFile(join(folder, `${name}.mjs`), program);
      return (await runNode([...options, `${name}.mjs`], { cwd: folder })).trim();
    };
    const page = await site.open("/playground");

    for (const [name, expected] of Object.entries(STORIES)) {
      await t.test(name, async () => {
        await play(page, name);
        const { fate, why, facts, steps, lost, prints, program, drawn } = await shown(page);
        assert.equal(fate, expected.fate);
        assert.match(why, expected.why);
        assert.equal(prints, expected.prints);
        assert.equal(lost, expected.lost);
        if (expected.facts) assert.deepEqual(facts, expected.facts);
        if (expected.steps) assert.equal(steps.length, expected.steps);
        if (expected.says)
          assert.ok(
            steps.some((step) => step.endsWith(expected.says)),
            steps.join("\n"),
          );
        assert.match(steps.at(-1), /The call ends/);
        const requests = steps.filter((step) => step.includes("sends request")).length;
        assert.equal(
          drawn.filter((text) => /^(?:request \d|state\?)$/.test(text)).length,
          requests,
          "the drawing has all requests",
        );
        assert.equal(await outputOf(name, program), prints);
      });
    }

    await t.test("the button Copy copies the program", async () => {
      await page.getByRole("button", { name: "Copy" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await shown(page)).program);
    });

    await t.test("a scenario of the reader", async () => {
      await page.locator("summary", { hasText: "Your own scenario" }).click();
      await page.getByRole("combobox", { name: "Operation" }).selectOption("StopLiveStreamMonitor");
      await page.getByRole("combobox", { name: "State of the task" }).selectOption("STOPPED");
      await page.getByRole("button", { name: "Add a fault" }).click();
      await page.getByRole("combobox", { name: "Request 1" }).selectOption("unavailable");
      await page.getByRole("button", { name: "Add a fault" }).click();
      await page.getByRole("combobox", { name: "Request 2" }).selectOption("hang");
      await press(page);
      const { fate, prints, program, steps, drawn } = await shown(page);
      assert.equal(fate, "Already stopped");
      assert.equal(prints, "already-stopped 3");
      assert.ok(steps.some((step) => step.endsWith("It never reaches the service.")));
      assert.ok(steps.some((step) => step.endsWith("No response in the time of one attempt.")));
      assert.ok(drawn.includes("proxy") && drawn.includes("timeout"), drawn.join());
      assert.equal(await outputOf("own", program), prints);
    });

    await t.test("500 tasks at 50 a second", async () => {
      await play(page, "many");
      const words = await page.locator(".words").innerText();
      const [, seconds, busiest] =
        /^500 tasks stopped in ([\d.]+) seconds\. At most (\d+) requests in any second/.exec(words) ?? [];
      assert.ok(Number(seconds) >= 9 && Number(seconds) < 60, words);
      assert.ok(Number(busiest) <= 50, words);
      assert.equal(await page.locator("progress").evaluate((bar) => bar.value), 500);
      const { peak } = await drawnPeak(page);
      assert.equal(peak, Number(busiest), "the chart shows the busiest second that the words name");
      const prints = await page.locator(".prints").innerText();
      assert.equal(prints, "500");
      assert.equal(await outputOf("many", await page.locator(".program pre").textContent()), prints);
    });

    await t.test("an outage of a minute", async () => {
      await play(page, "outage");
      const words = await page.locator(".words").innerText();
      const [, seconds, sent] =
        /^200 tasks stopped in ([\d.]+) seconds\. During the outage the run sent (\d+) requests/.exec(words) ?? [];
      assert.ok(Number(seconds) > 60 && Number(seconds) < 110, words);
      // Those that were under way at its beginning, and one at a time, 1, 2, 4 … 30 s apart.
      assert.ok(Number(sent) > 5 && Number(sent) < 75, words);
      assert.ok((await drawnPeak(page)).peak <= 50);
      assert.equal(await page.locator("svg rect.outage").count(), 1);
      const prints = await page.locator(".prints").innerText();
      assert.equal(prints, "200");
      await copyFile(new URL("support/fast-clock.mjs", import.meta.url), join(folder, "fast-clock.mjs"));
      const program = await page.locator(".program pre").textContent();
      assert.equal(await outputOf("outage", program, ["--import", "./fast-clock.mjs"]), prints);
    });

    assert.deepEqual(page.problems, []);
    assert.ok((await page.evaluate(() => globalThis.layoutShift)) < 0.1);
    await close(page);
  });

  test("the button is seen without scrolling, and so is the result after it", async (t) => {
    const site = await openSite(t);
    for (const prefix of ["", "/zh"]) {
      for (const viewport of VIEWPORTS) {
        await t.test(`${prefix}/playground at ${viewport.width}`, async () => {
          const page = await site.open(`${prefix}/playground`, { viewport });
          await page.emulateMedia({ reducedMotion: "reduce" });
          const isSeen = async (selector) => {
            const { x, y, width, height } = await page.locator(selector).boundingBox();
            return x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height;
          };
          assert.ok(await isSeen("button.primary"), "the button before");
          for (const story of ["lost", "missing"]) {
            await play(page, story);
            assert.ok(await isSeen("button.primary"), "the button after");
            assert.ok(await isSeen(".outcome .fate"), "the outcome");
            const { y } = await page.locator(".outcome .fate").boundingBox();
            const button = await page.locator("button.primary").boundingBox();
            assert.ok(y >= button.y + button.height, "the button does not cover the outcome");
            await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
          }
          assert.deepEqual(page.problems, []);
          await close(page);
        });
      }
    }
  });

  test("the playground in Chinese, on a phone", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/zh/playground", { viewport: PHONE, colorScheme: "dark" });
    await play(page, "lost");
    const { fate, prints, steps } = await shown(page);
    assert.equal(fate, "此前已停止");
    assert.equal(prints, "already-stopped 2");
    assert.ok(steps.some((step) => step.endsWith("连接断开，没有收到响应。")));
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    assert.equal(scrollWidth, clientWidth, "nothing is wider than the phone");
    assert.deepEqual(page.problems, []);
  });
}
