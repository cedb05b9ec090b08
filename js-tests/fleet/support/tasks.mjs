// Tasks of a run, and an emulator in which they run.
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";

// The wasm starts in real time, before virtual time goes on.
await createClient({ credentials: testAccessKey }).sign("StopRtcCloudRecording", { taskId: "first" });

export const recordings = (count, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ taskId: `recording-${from + i}` }));
export const monitors = (count, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ monitorId: `monitor-${from + i}` }));

const states = (ids) => Object.fromEntries(ids.map((id) => [id, "RUNNING"]));

/** An emulator in which these tasks run. */
export function emulatorOf(tasks, options = {}) {
  return createLiveEmulator({
    recordings: states(tasks.map(({ taskId }) => taskId).filter(Boolean)),
    monitors: states(tasks.map(({ monitorId }) => monitorId).filter(Boolean)),
    recordTimes: true,
    ...options,
  });
}

export const clientOf = (fetch, options = {}) => createClient({ credentials: testAccessKey, fetch, ...options });

/** Returns the running tasks. */
export const running = ({ recordings: r, monitors: m }) =>
  [...r, ...m].filter(([, state]) => state === "RUNNING").map(([id]) => id);

/** Reads a run to its end. */
export async function all(run) {
  const settled = [];
  for await (const one of run) settled.push(one);
  return settled;
}

/** Tasks in an order that is mixed, and always the same. */
export function shuffled(tasks, random) {
  const mixed = [...tasks];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}
