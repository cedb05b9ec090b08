// The files of a folder over HTTP, for the time of a test.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Resolves to the URL. */
export async function serveFiles(t, folder) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://page.test");
    try {
      const bytes = await readFile(join(folder, ...pathname.split("/")));
      response.writeHead(200, { "content-type": types[extname(pathname)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
