// ES module and CommonJS copies of the package in one process: both work and recognise each other's errors.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as esm from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { rejection, serving, task } from "../../support/live.mjs";

const require = createRequire(import.meta.url);
const cjs = require("apsara-live");
const cjsTesting = require("apsara-live/testing");

test("errors of each copy are instances of LiveError of both", async (t) => {
  const { emulator, url } = await serving(t);
  const options = { credentials: testAccessKey, endpoint: url, retry: false };
  const rows = [
    [{ taskId: "unknown" }, null, "service", "NotFound.Task"],
    [task, "reset", "network", "ERR_NETWORK"],
    [task, "throttle", "throttled", "Throttling.User"],
    [{}, null, "argument", "ERR_MISSING_PARAMETER"],
  ];
  for (const api of [esm, cjs]) {
    for (const [params, fault, kind, code] of rows) {
      if (kind !== "argument") emulator.faults.push(fault);
      const error = await rejection(api.stopRtcCloudRecording(params, options));
      for (const { LiveError } of [esm, cjs]) assert.ok(error instanceof LiveError);
      assert.deepEqual([error.kind, error.code], [kind, code]);
    }
  }
});

test("both copies call the emulator of one copy at the same time", async () => {
  const emulator = cjsTesting.createLiveEmulator({ recordings: { a: "RUNNING", b: "RUNNING" } });
  const options = { credentials: testAccessKey, fetch: emulator.fetch };
  const results = await Promise.all([
    esm.stopRtcCloudRecording({ taskId: "a" }, options),
    cjs.stopRtcCloudRecording({ taskId: "b" }, options),
  ]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ["stopped", "stopped"],
  );
});
