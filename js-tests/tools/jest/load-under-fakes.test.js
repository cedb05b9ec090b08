// Jest's fake timers are installed before the package is loaded, as with `fakeTimers: { enableGlobally: true }`.
jest.useFakeTimers();
const { createClient } = require("apsara-live");
const { createLiveEmulator, testAccessKey, createLiveError } = require("apsara-live/testing");
const { LiveError } = require("apsara-live");

test("a call under them finishes, and calls under real timers retry and time out", async () => {
  const recordings = { "task-1": "RUNNING", "task-2": "RUNNING" };
  const { fetch } = createLiveEmulator({ recordings, faults: [null, "throttle"] });
  const live = createClient({ credentials: testAccessKey, fetch });
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({ outcome: "stopped", attempts: 1 });

  jest.useRealTimers();
  expect(await live.stopRtcCloudRecording({ taskId: "task-2" })).toMatchObject({ outcome: "stopped", attempts: 2 });
  const hanging = createClient({ credentials: testAccessKey, fetch: () => new Promise(() => {}), timeoutMs: 20 });
  await expect(hanging.stopRtcCloudRecording({ taskId: "task-2" })).rejects.toMatchObject({ code: "ERR_TIMEOUT" });
});

test("jest.spyOn replaces a function of a client", async () => {
  jest.useRealTimers();
  const live = createClient({ credentials: testAccessKey });
  const failure = createLiveError({ kind: "throttled", retryAfterMs: 1000 });
  const spy = jest.spyOn(live, "stopRtcCloudRecording").mockRejectedValue(failure);
  await expect(live.stopRtcCloudRecording({ taskId: "x" })).rejects.toBe(failure);
  expect(failure).toBeInstanceOf(LiveError);
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
});
