// A fleet on BullMQ: a broker, an emulator, and worker processes that can be killed.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { stopQueue } from "apsara-live/bullmq";
import { createLiveEmulator } from "apsara-live/testing";
import { createPostgresBackend } from "bullmq";
import { tests } from "../../support/paths.mjs";

const program = join(tests, "fleet", "programs", "bullmq-worker.mjs");

/** Returns the IDs `<name>-0` and so on. */
export const ids = (name, count) => Array.from({ length: count }, (_, index) => `${name}-${index}`);

/** Returns the state of each ID for the emulator. */
export const runningIds = (names) => new Map(names.map((id) => [id, "RUNNING"]));

/**
 * Opens the queues and the emulator for the duration of a test.
 *
 * @param {import("./brokers.mjs").Broker} broker
 * @param {object} options options of createLiveEmulator
 */
export async function bullmqFleet(t, broker, options) {
  const emulator = createLiveEmulator(options);
  const server = await emulator.serve();
  const { connection, backend } = broker;
  const queue = stopQueue(connection, {
    backend: backend === "postgres" ? createPostgresBackend : undefined,
    onWarning: () => {},
  });
  const children = new Set();

  /** Starts a worker process; `naive` overrides options of its workers, `aheadMs` sets its clock. */
  async function startWorker(naive, { aheadMs, warnings = [] } = {}) {
    const env = {
      ...process.env,
      FLEET: JSON.stringify({ connection, backend, endpoint: server.url, naive, aheadMs }),
    };
    const child = fork(program, { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    children.add(child);
    const ready = new Promise((resolve) => {
      child.on("message", (message) => (message === "ready" ? resolve(message) : warnings.push(message)));
    });
    const ended = once(child, "exit").then(([code]) => `exit code ${code}`);
    const first = await Promise.race([ready, ended]);
    if (first !== "ready") throw new Error(`a worker process ended: ${first}`);
    return child;
  }

  async function kill(child) {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  t.after(async () => {
    await Promise.all([...children].map(kill));
    await queue.close();
    await server.close();
  });
  return { emulator, queue, startWorker, kill };
}
