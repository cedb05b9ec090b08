// Serves pages, whose origin can be the service too, and reads their output in Chromium.
import { readFile } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { extname, join } from "node:path";
import { listen } from "./listen.mjs";

const TYPES = {
  ".html": "text/html;charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Returns the HTML of a page with a script and an `output` element. */
export const pageOf = (script) =>
  `<!doctype html><meta charset="utf-8"><script type="module" src="${script}"></script><output></output>`;

/** Opens a page; resolves to the text of its `output` as soon as it has one. */
export async function saidBy(browser, url) {
  const page = await browser.newPage();
  // Fails on the first error of the page, because its output would never come.
  const failed = new Promise((_, reject) => {
    page.once("pageerror", reject);
    page.once("crash", () => reject(new Error("the page crashed")));
    page.on("requestfailed", (request) => reject(new Error(`${request.url()}: ${request.failure()?.errorText}`)));
    // The service may respond with errors, to POST requests; files must load.
    page.on("response", (response) => {
      if (response.status() >= 400 && response.request().method() === "GET")
        reject(new Error(`${response.url()}: ${response.status()}`));
    });
  });
  try {
    const output = page.locator("output:not(:empty)");
    await Promise.race([page.goto(url).then(() => output.waitFor()), failed]);
    return await output.textContent();
  } finally {
    failed.catch(() => {});
    await page.close();
  }
}

/**
 * Serves a page for the duration of a test; resolves to its URL. Forwards a POST to `/` to the service.
 *
 * @param {{ service?: string, html?: string, files?: string, pages?: string, headers?: Record<string, string> }} options
 *   `service`: URL of the service; `html`: the page, when it is not index.html of `files`; `files`: folder of the files;
 *   `pages`: URL of a server that serves the page instead; `headers`: response headers of all files
 */
export async function servePage(t, { service, html, files, pages, headers = {} }) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://page").pathname;
    if (request.method === "POST" && path === "/") return pass(request, response, service);
    if (pages !== undefined) return pass(request, response, pages);
    const name = path === "/" ? "/index.html" : path;
    const type = { "content-type": TYPES[extname(name)] ?? "application/octet-stream" };
    try {
      const body = path === "/" && html !== undefined ? html : await readFile(join(files, name));
      response.writeHead(200, { ...type, ...headers }).end(body);
    } catch {
      // Browsers request the icon by themselves.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  });
  return listen(t, server);
}

/** Forwards a request unchanged, including `host`, which is signed. */
function pass(request, response, to) {
  const { hostname, port } = new URL(to);
  const { method, url: path, headers } = request;
  const onward = forward({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.once("error", (error) => response.destroy(error));
  request.pipe(onward);
}
