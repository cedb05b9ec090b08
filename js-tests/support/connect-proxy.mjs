// An HTTP proxy that opens tunnels: CONNECT of RFC 9110, section 9.3.6.
import { createServer } from "node:http";
import { connect } from "node:net";
import { listen } from "./listen.mjs";

/** Starts it. Resolves to `{ url, tunnels }`, the list of the targets that were asked for. */
export async function connectProxy(t, { refuses = false } = {}) {
  const tunnels = [];
  const sockets = new Set();
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", (request, socket, head) => {
    tunnels.push(request.url);
    sockets.add(socket);
    socket.on("error", () => {});
    if (refuses) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const [host, port] = request.url.split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => socket.destroy());
  });
  const url = await listen(t, proxy);
  t.after(() => sockets.forEach((socket) => void socket.destroy()));
  return { url, tunnels };
}
