// An emulator on a real socket for the duration of a test, and clients of it with short delays.
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { quick } from "./portable/fixtures.mjs";
import { until } from "./portable/waiting.mjs";

export { methods, quick } from "./portable/fixtures.mjs";
export { rejection, until, within } from "./portable/waiting.mjs";

/** The recording and the monitor that run in every emulator. */
export const task = { taskId: "task-1" };
export const monitor = { monitorId: "monitor-1" };

/**
 * Starts an emulator; createLiveEmulator gets `options`.
 *
 * @returns `{ emulator, url, live }`, where `live(options)` creates a client
 */
export async function serving(t, options) {
  const running = { recordings: { [task.taskId]: "RUNNING" }, monitors: { [monitor.monitorId]: "RUNNING" } };
  const emulator = createLiveEmulator({ ...running, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  const defaults = { credentials: testAccessKey, endpoint: server.url, retry: quick };
  return { emulator, url: server.url, live: (given) => createClient({ ...defaults, ...given }) };
}

/** Resolves as soon as `emulator` has received `count` requests. */
export const received = (emulator, count) => until(() => emulator.requests.length >= count);

/** Resolves as soon as `emulator` has received `count` requests and has responded to all that it received. */
export async function responded(emulator, count) {
  await received(emulator, count);
  await until(() => emulator.requests.every(({ status }) => status !== undefined));
}

/** A client without retries to which the service responds with `[status, body, headers]`, one after the other; the last again and again. */
export function responding(replies, options) {
  let sent = 0;
  const fetch = async () => {
    const [status, body, headers = {}] = replies[Math.min(sent++, replies.length - 1)];
    return new Response(body, { status, headers });
  };
  return createClient({ credentials: testAccessKey, retry: false, fetch, ...options });
}
