// A server of another program for the duration of a test, on a free port; it can be killed and started again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** The time in which a server must accept connections, in milliseconds. */
const START_MS = 30_000;

/**
 * Starts a server and waits until it accepts connections.
 *
 * @param {import("node:test").TestContext} t test after which the server is killed
 * @param {{ file: string, args: string[], port: number, options?: import("node:child_process").SpawnOptions }} program
 * @returns `{ kill, start }`: `kill()` ends the process at once, with SIGKILL; `start()` starts it again
 */
export async function serverProcess(t, { file, args, port, options = {} }) {
  let child;
  let said = "";

  async function start() {
    const deadline = Date.now() + START_MS;
    let failed;
    for (;;) {
      child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (part) => (said = (said + part).slice(-4000)));
      child.once("error", (error) => (failed = error));
      while (running(child) && Date.now() < deadline) {
        if (await accepts(port)) return;
        await delay(20);
      }
      if (failed) throw failed;
      // After a kill, the lock of a database may outlive its process for a moment.
      if (Date.now() >= deadline) throw new Error(`${file} does not accept connections: ${said}`);
      await delay(100);
    }
  }

  async function kill() {
    if (!running(child)) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  t.after(() => kill());
  await start();
  return { start, kill };
}

const running = (child) => child.exitCode === null && child.signalCode === null && child.pid !== undefined;

async function accepts(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
