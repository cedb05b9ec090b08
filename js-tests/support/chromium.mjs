// The Chromium of this machine, without a window, for the time of a test.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** As Debian and Ubuntu install it; elsewhere the Chrome that the user has. */
const installed = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

/** Neither a sandbox, which root cannot have, nor anything that is asked of the network by itself. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it; fails where there is none. */
export async function launchChromium(t) {
  const browser = await chromium.launch({
    args,
    ...(installed ? { executablePath: installed } : { channel: "chrome" }),
  });
  t.after(() => browser.close());
  return browser;
}
