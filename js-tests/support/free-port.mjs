// A port for a server that starts later, or for none.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Linux, macOS and Windows give no port of this range to a socket that asks for any, unless they are set otherwise: another test takes it in
 * the meantime only where it draws the same number.
 */
const RANGE = [20_000, 30_000];

/** Resolves to a port of 127.0.0.1 that is free now. */
export async function freePort() {
  for (;;) {
    const port = randomInt(...RANGE);
    const server = createServer().listen(port, "127.0.0.1");
    const failed = await once(server, "listening").then(
      () => undefined,
      (error) => error,
    );
    // Windows refuses the ports that it reserves.
    if (failed?.code === "EADDRINUSE" || failed?.code === "EACCES") continue;
    if (failed) throw failed;
    server.close();
    await once(server, "close");
    return port;
  }
}
