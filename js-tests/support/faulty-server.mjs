// Servers that execute a request and then break its connection, in the ways of services, gateways and middleboxes.
import { createServer } from "node:net";
import { TLSSocket } from "node:tls";

/** Ways to break the connection `raw` of a request that has been executed. The port is closed, so that no runtime can send it again. */
export const FAULTS = {
  close: { break: (raw) => raw.destroy() },
  reset: { break: (raw) => raw.resetAndDestroy() },
  // A middlebox answers without TLS.
  plain: { tls: true, break: (raw) => raw.write("HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n") },
  // A record that is longer than any may be.
  long: { tls: true, break: (raw) => raw.write(Buffer.from([23, 3, 3, 0xff, 0xff, ...Buffer.alloc(64)])) },
};

/**
 * Starts a server that answers `answered` requests and executes one more, whose connection breaks.
 *
 * @returns `{ url, executed }`, where `executed()` is the number of requests that it has received
 */
export async function faultyServer(t, { fault, answered, tls }) {
  const reply = JSON.stringify({ RequestId: "R" });
  let executed = 0;
  const open = new Set();
  const server = createServer((raw) => {
    open.add(raw);
    raw.on("error", () => {}).on("close", () => open.delete(raw));
    const socket = tls === undefined ? raw : new TLSSocket(raw, { isServer: true, ...tls });
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (part) => {
      text += part;
      if (!text.includes("\r\n\r\n")) return;
      text = "";
      executed++;
      if (executed <= answered) socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${reply.length}\r\n\r\n${reply}`);
      else if (executed === answered + 1) {
        close(raw);
        FAULTS[fault].break(raw);
      }
    });
  });
  const close = (except) => {
    server.close();
    for (const raw of open) if (raw !== except) raw.destroy();
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => close());
  const { port } = server.address();
  return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`, executed: () => executed };
}
