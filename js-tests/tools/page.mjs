// A page whose own origin is the service too: its server, and what it says in Chromium.
import { readFile } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html;charset=utf-8" };

/** The page of a bundle: a script, and a place for what it has to say. */
export const pageOf = (script) =>
  `<!doctype html><meta charset="utf-8"><script type="module" src="${script}"></script><output></output>`;

/** Opens a page; resolves to what its `output` says, as soon as it says something. */
export async function saidBy(browser, url) {
  const page = await browser.newPage();
  // What goes wrong on the page is an error here, so that nobody waits for what will not come.
  const failed = new Promise((_, reject) => {
    page.once("pageerror", reject);
    page.once("crash", () => reject(new Error("the page crashed")));
    page.on("requestfailed", (request) => reject(new Error(`${request.url()}: ${request.failure()?.errorText}`)));
    // What the page asks of the service is its own affair.
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
 * Serves a page on a socket of its own, for the time of a test; resolves to its URL. A POST to `/` goes to the service.
 *
 * @param {{ service: string, html?: string, files?: string, pages?: string, headers?: Record<string, string> }} options the URL of the
 *   service; the page, unless it is among the files, and their folder; or the URL of a server of both; headers of all of it
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
      // The browser asks for an icon by itself.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** As it came, `host` included, which is signed. */
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
