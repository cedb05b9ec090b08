// Headless Chromium of this machine for the duration of a test.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Path of Debian and Ubuntu; undefined where playwright looks for the user's Chrome. */
const installed = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

/** Disables the sandbox, which root cannot use, and all network requests of the browser itself. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium; rejects when none is installed. */
export async function launchChromium(t) {
  const browser = await chromium.launch({
    args,
    ...(installed ? { executablePath: installed } : { channel: "chrome" }),
  });
  t.after(() => browser.close());
  return browser;
}
