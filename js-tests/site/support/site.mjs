// The built site in Chromium, served as GitHub Pages serves it: `/errors/ERR_TIMEOUT` is the file `errors/ERR_TIMEOUT.html`.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { launchChromium } from "../../support/chromium.mjs";
import { listen } from "../../support/listen.mjs";
import { root } from "../../support/paths.mjs";

/** Whether the tests run: the site takes a minute to build and to test. */
export const wanted = process.env.APSARA_LIVE_SCENARIOS !== "quick";

/** The folder of the built site. */
export const dist = join(root, "docs", ".vitepress", "dist");

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

const TYPES = {
  ".html": "text/html;charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** Returns the file of a path of the site, or `undefined`. */
export function fileOf(path) {
  const name = decodeURIComponent(path);
  const candidates = name.endsWith("/") ? [`${name}index.html`] : [`${name}.html`, name];
  return candidates.map((candidate) => join(dist, candidate)).find((file) => extname(file) !== "" && existsSync(file));
}

/** Starts a server of the site and a browser for the duration of a test. */
export async function openSite(t) {
  assert.ok(existsSync(join(dist, "index.html")), "the site is not built: run `cargo xtask docs`");
  const server = createServer(async (request, response) => {
    const file = fileOf(new URL(request.url, "http://site").pathname);
    if (file === undefined) return response.writeHead(404, { "content-type": TYPES[".html"] }).end("not found");
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(await readFile(file));
  });
  const url = await listen(t, server);
  const browser = await launchChromium(t);
  return {
    url,
    open: (path, options) => open(browser, `${url}${path}`, options),
    /** Returns an empty page of the site's origin. */
    openEmpty: async () => {
      const page = await browser.newPage();
      await page.goto(`${url}/empty`);
      return page;
    },
  };
}

/**
 * Opens a page; resolves when Vue has taken it over. `page.problems` lists errors of the console and of scripts, violations of the
 * Content-Security-Policy among them; `page.requested` lists the URLs of all requests.
 */
async function open(browser, url, { viewport = DESKTOP, colorScheme = "light" } = {}) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.problems = [];
  page.requested = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("request", (request) => page.requested.push({ url: request.url(), body: request.postData() }));
  await page.addInitScript(watchLayoutShifts);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
  return page;
}

/** Runs in the page: adds up the shifts that no input of the reader explains. */
function watchLayoutShifts() {
  globalThis.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) globalThis.layoutShift += value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** Closes a page with all that belongs to it. */
export const close = (page) => page.context().close();
