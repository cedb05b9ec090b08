// The system's Chromium: a page with an import map and no bundler, and a bundled Web Worker.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { launchChromium } from "../support/chromium.mjs";
import { servePage } from "../support/page.mjs";

const html = (head) => `<!doctype html><meta charset="utf-8"><title>conformance</title><output></output>${head}`;

const imports = {
  "apsara-live": "/node_modules/apsara-live/index.js",
  "apsara-live/testing": "/node_modules/apsara-live/testing.js",
};

const page = html(`<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="page.mjs"></script>`);

const worker = html(`<script type="module">
  const worker = new Worker("worker.js" + location.search, { type: "module" });
  worker.onmessage = ({ data }) => { document.querySelector("output").textContent = data; };
  worker.onerror = ({ message }) => { document.querySelector("output").textContent = message; };
</script>`);

let version;

async function open(t, folder, text, control) {
  await writeFile(join(folder, "index.html"), text);
  const url = await servePage(t, { files: folder });
  const browser = await launchChromium(t);
  version = browser.version().split(".")[0];
  const page = await browser.newPage();
  const failed = new Promise((_, reject) => page.once("pageerror", reject));
  await page.goto(`${url}/index.html?control=${encodeURIComponent(control)}`);
  const output = page.locator("output:not(:empty)");
  await Promise.race([output.waitFor({ timeout: 0 }), failed]);
  return JSON.parse(await output.textContent());
}

export default {
  name: "Chromium",
  version: () => version,
  system: true,
  ways: {
    page: ({ t, folder, control }) => open(t, folder, page, control),
    "Web Worker": async ({ t, folder, control }) => {
      const options = { entryPoints: ["page.mjs"], outfile: "worker.js", bundle: true, format: "esm" };
      await build({ absWorkingDir: folder, ...options, target: "es2022", logLevel: "warning" });
      return open(t, folder, worker, control);
    },
  },
};
