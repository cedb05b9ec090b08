// The tests of a user, in workerd: of the Worker over a socket, and with the emulator in place of fetch.

import { exports } from "cloudflare:workers";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { expect, test } from "vitest";

test("the Worker stops a recording", async () => {
  const response = await exports.default.fetch("https://worker.example/?task=task-1");
  expect(await response.json()).toMatchObject({ outcome: "stopped", attempts: 1 });
});

test("stops it although the answer is lost", async () => {
  const service = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: ["lost-reply"] });
  const live = createClient({ credentials: testAccessKey, fetch: service.fetch });
  expect(await live.stopRtcCloudRecording({ taskId: "task-1" })).toMatchObject({
    outcome: "already-stopped",
    attempts: 2,
  });
  expect(service.recordings.get("task-1")).toBe("STOPPED");
});
