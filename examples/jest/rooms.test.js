const { createClient } = require("apsara-live");
const { createLiveEmulator, createLiveError, testAccessKey } = require("apsara-live/testing");
const { closeRoom } = require("./rooms.js");

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

// #region mock
test("a throttled stop comes back later", async () => {
  const live = createClient({ credentials: testAccessKey });
  const throttled = createLiveError({ kind: "throttled", retryAfterMs: 2000 });
  jest.spyOn(live, "stopRtcCloudRecording").mockRejectedValue(throttled);
  const later = jest.fn();
  const room = { taskId: "task-1" };
  expect(await closeRoom(live, room, later)).toBe("later");
  expect(later).toHaveBeenCalledWith(2000);
  expect(room.state).toBe("closing");
});
// #endregion mock

// #region emulator
test("a lost response is no reason to come back", async () => {
  const service = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: ["lost-reply"] });
  const live = createClient({ credentials: testAccessKey, fetch: service.fetch });
  const later = jest.fn();
  const room = { taskId: "task-1" };
  // The first attempt stopped the recording, and the second learnt it.
  expect(await closeRoom(live, room, later)).toBe("already-stopped");
  expect(service.recordings.get("task-1")).toBe("STOPPED");
  expect(later).not.toHaveBeenCalled();
});
// #endregion emulator

// #region timers
test("an outage is over after the wait", async () => {
  jest.useFakeTimers();
  const service = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: Array(4).fill("unavailable") });
  // The client keeps to real timers. Short waits make its retries fast.
  const live = createClient({ credentials: testAccessKey, fetch: service.fetch, retry: { baseDelayMs: 1 } });
  const room = { taskId: "task-1" };
  let again;
  const later = (ms) => setTimeout(() => (again = closeRoom(live, room, later)), ms);
  expect(await closeRoom(live, room, later)).toBe("later");
  expect(service.recordings.get("task-1")).toBe("RUNNING");
  // The timer of the code under test.
  await jest.advanceTimersByTimeAsync(30_000);
  expect(await again).toBe("stopped");
  expect(room.state).toBe("closed");
});
// #endregion timers
