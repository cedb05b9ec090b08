// Calls under Vitest's fake timers, and a client whose function is a spy.
import { createClient, LiveError } from "apsara-live";
import { createLiveEmulator, createLiveError, testAccessKey } from "apsara-live/testing";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a call finishes under fake timers, and the next call works under real timers", async () => {
  const recordings = { "task-1": "RUNNING", "task-2": "RUNNING" };
  const { fetch } = createLiveEmulator({ recordings, faults: ["throttle", null, "throttle"] });
  const live = createClient({ credentials: testAccessKey, fetch });
  vi.useFakeTimers();
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({ outcome: "stopped", attempts: 2 });
  vi.useRealTimers();
  expect(await live.stopRtcCloudRecording({ taskId: "task-2" })).toMatchObject({ outcome: "stopped", attempts: 2 });
});

test("vi.spyOn replaces a function of a client", async () => {
  const live = createClient({ credentials: testAccessKey });
  const failure = createLiveError({ kind: "network" });
  const spy = vi.spyOn(live, "stopLiveStreamMonitor").mockRejectedValue(failure);
  await expect(live.stopLiveStreamMonitor({ monitorId: "m" })).rejects.toBe(failure);
  expect(failure).toBeInstanceOf(LiveError);
  expect(spy).toHaveBeenCalledTimes(1);
});
