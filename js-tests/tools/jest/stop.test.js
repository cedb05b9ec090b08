// Tests as a user writes them, in CommonJS: on a socket, and with the emulator as fetch.
const { createClient, LiveError } = require("apsara-live");
const { createLiveEmulator, testAccessKey } = require("apsara-live/testing");

test("stops a recording", async () => {
  const live = createClient({ credentials: testAccessKey, endpoint: process.env.LIVE_ENDPOINT });
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({ outcome: "stopped", attempts: 1 });
});

test("stops a recording although the response is lost", async () => {
  const service = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: ["lost-reply"] });
  const live = createClient({ credentials: testAccessKey, fetch: service.fetch });
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({
    outcome: "already-stopped",
    attempts: 2,
  });
  expect(service.recordings.get("task-1")).toBe("STOPPED");
});

test("rejects with a LiveError, which is an Error", async () => {
  const live = createClient({ credentials: testAccessKey, endpoint: process.env.LIVE_ENDPOINT });
  const error = await live.stopRtcCloudRecording({ taskId: "task-2" }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(LiveError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ code: "NotFound.Task", retryable: false });
});
