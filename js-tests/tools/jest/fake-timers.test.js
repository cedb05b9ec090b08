// Calls under Jest's fake timers. The file has a module registry of its own, so that the wasm starts under them.
const { createClient } = require("apsara-live");
const { createLiveEmulator, testAccessKey } = require("apsara-live/testing");

const recordings = { "task-1": "RUNNING", "task-2": "RUNNING", "task-3": "RUNNING" };
const { fetch } = createLiveEmulator({ recordings, faults: [null, "throttle"] });
const live = createClient({ credentials: testAccessKey, fetch });

afterEach(() => jest.useRealTimers());

test("a call finishes under fake timers, and the next call works under real timers", async () => {
  jest.useFakeTimers();
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({ outcome: "stopped", attempts: 1 });

  const retried = live.stopRtcCloudRecording({ taskId: "task-2" });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await retried).toMatchObject({ outcome: "stopped", attempts: 2 });

  jest.useRealTimers();
  expect(await live.stopRtcCloudRecording({ taskId: "task-3" })).toMatchObject({ outcome: "stopped", attempts: 1 });
});
