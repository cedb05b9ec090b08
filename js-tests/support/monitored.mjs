// An emulator with 130 monitors that run, 30 of them younger than the others, and 20 that do not run.
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";

export const HOUR_MS = 3_600_000;

const names = (prefix, count) => Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);

/** The monitors that were started seven hours ago, and those of this hour. */
export const OLD = names("old", 100);
export const YOUNG = names("young", 30);

/** Starts the monitors of an emulator, which `make` creates with the given options. Adds functions to what `make` resolves to. */
export async function monitored(make) {
  let backMs = 7 * HOUR_MS;
  const service = await make({
    monitors: Object.fromEntries([...OLD, ...YOUNG, ...names("idle", 20)].map((id) => [id, "STOPPED"])),
    now: () => Date.now() - backMs,
    quota: { stopLiveStreamMonitor: 1000, describeLiveStreamMonitorList: 1000 },
  });
  const { emulator } = service;
  const start = async (ids) => {
    const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, quota: false });
    await Promise.all(ids.map((MonitorId) => live.call("StartLiveStreamMonitor", { MonitorId })));
  };
  await start(OLD);
  backMs = 0;
  await start(YOUNG);
  emulator.requests.length = 0;
  const running = () => [...emulator.monitors].filter(([, state]) => state === "RUNNING").map(([id]) => id);
  const stops = () => emulator.requests.filter(({ operation }) => operation === "StopLiveStreamMonitor").length;
  return { ...service, start, running, stops };
}
