// A port for a server that starts later, or for none.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** No system gives a port of this range to a socket that asks for any, so that no other test takes it in the meantime. */
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
    if (failed?.code === "EADDRINUSE") continue;
    if (failed) throw failed;
    server.close();
    await once(server, "close");
    return port;
  }
}
