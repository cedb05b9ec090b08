// Tests as a user writes them, in workerd: of the Worker on a socket, and with the emulator as fetch.

import { exports } from "cloudflare:workers";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { expect, test } from "vitest";

test("the Worker stops a recording", async () => {
  const response = await exports.default.fetch("https://worker.example/?task=task-1");
  expect(await response.json()).toMatchObject({ outcome: "stopped", attempts: 1 });
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
