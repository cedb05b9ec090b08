// The emulator behind TLS: a server that hands each request to `emulator.fetch`.
import { createServer } from "node:https";
import { createLiveEmulator } from "apsara-live/testing";
import { listen } from "./listen.mjs";
import { task } from "./live.mjs";

/** Starts the server; `https.createServer` gets `options`. Resolves to `{ emulator, endpoint, sockets }`. */
export async function tlsEmulator(t, options) {
  const emulator = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" } });
  const server = createServer(options, async (request, response) => {
    const { method, url, headers } = request;
    const parts = await request.toArray();
    const body = parts.length > 0 ? Buffer.concat(parts) : undefined;
    const received = await emulator.fetch(`https://${headers.host}${url}`, { method, headers: plain(headers), body });
    response.writeHead(received.status, Object.fromEntries(received.headers));
    response.end(await received.text());
  });
  let sockets = 0;
  server.on("secureConnection", () => sockets++);
  const endpoint = (await listen(t, server)).replace("http:", "https:").replace("127.0.0.1", "localhost");
  return { emulator, endpoint, sockets: () => sockets };
}

/** Without the headers of the connection, which a `Request` refuses. */
function plain({ connection: _, host: __, "content-length": ___, ...headers }) {
  return headers;
}
