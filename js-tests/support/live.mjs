// An emulator behind a real socket for the time of a test, and clients of it that do not wait long.
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";

/** Waits of a few milliseconds, for tests in which waiting is not the matter. */
export const quick = { maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 5 };

export const methods = ["ACS3-HMAC-SHA256", "HMAC-SHA1"];

/** What is running in every emulator. */
export const task = { taskId: "task-1" };
export const monitor = { monitorId: "monitor-1" };

/**
 * Opens an emulator; `options` are those of createLiveEmulator.
 *
 * @returns `{ emulator, url, live }`, the last a function that makes a client
 */
export async function serving(t, options) {
  const running = { recordings: { [task.taskId]: "RUNNING" }, monitors: { [monitor.monitorId]: "RUNNING" } };
  const emulator = createLiveEmulator({ ...running, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  const defaults = { credentials: testAccessKey, endpoint: server.url, retry: quick };
  return { emulator, url: server.url, live: (given) => createClient({ ...defaults, ...given }) };
}

/** What a promise rejects with. */
export async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was expected to reject");
}

/** Resolves as soon as `emulator` has received `count` requests. */
export async function received(emulator, count) {
  while (emulator.requests.length < count) await new Promise(setImmediate);
}
