// A client of an emulator with one running recording, which most cases start from.
import { key } from "../support/portable/fixtures.mjs";
import { until } from "../support/portable/waiting.mjs";

export const task = { taskId: "task" };

/** Opens an emulator with `faults`, and a client of it with `options`. */
export async function openClient({ api, open }, faults, options = {}) {
  const emulator = await open({ recordings: { [task.taskId]: "RUNNING" }, faults });
  const live = api.createClient({ credentials: key, endpoint: emulator.url, ...options });
  return { emulator, live };
}

/** Number of requests that an emulator has received. */
export const requestsOf = async (emulator) => (await emulator.state()).requests.length;

/** Resolves as soon as an emulator has received `count` requests. */
export const received = (emulator, count) => until(async () => (await requestsOf(emulator)) >= count);
