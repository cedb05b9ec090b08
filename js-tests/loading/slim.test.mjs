// `apsara-live/slim` in Node.js: accepts the wasm in every form, loads it once, and rejects a source without wasm.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as slim from "apsara-live/slim";
import { rejection, serving, task } from "../support/live.mjs";
import { servePage } from "../support/page.mjs";
import { pkg } from "../support/paths.mjs";
import { allWell, callThroughEach } from "./slim-sources.mjs";

const entries = { import: slim, require: createRequire(import.meta.url)("apsara-live/slim") };
const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

for (const [how, { createApi, LiveError }] of Object.entries(entries)) {
  test(`${how}: accepts the wasm in every form`, async (t) => {
    const { url } = await serving(t);
    const files = await servePage(t, { service: url, files: pkg });
    const outcomes = await callThroughEach(createApi, url, `${files}/apsara_live.wasm`);
    assert.ok(Object.keys(outcomes).length > 0);
    assert.deepEqual(outcomes, allWell(outcomes));
  });

  test(`${how}: loads the wasm once, in the first call`, async (t) => {
    const { url } = await serving(t);
    const files = await servePage(t, { service: url, files: pkg });
    let loads = 0;
    const { createClient, stopRtcCloudRecording } = createApi(() => {
      loads++;
      return fetch(`${files}/apsara_live.wasm`);
    });
    const live = createClient({ credentials, endpoint: url });
    assert.equal(loads, 0);
    await Promise.all([live.stopRtcCloudRecording(task), stopRtcCloudRecording(task, { credentials, endpoint: url })]);
    await live.stopRtcCloudRecording(task);
    assert.equal(loads, 1);
  });

  const invalid = {
    "bytes that are no wasm": () => new Uint8Array([1, 2, 3, 4]),
    "a response with HTTP 404": async (files) => fetch(`${files}/nothing.wasm`),
    undefined: () => undefined,
    "a function that throws": () => {
      throw new Error("thrown by the source");
    },
  };
  for (const [name, source] of Object.entries(invalid)) {
    test(`${how}: rejects ${name} with ERR_WASM_UNAVAILABLE, and the next call loads again`, async (t) => {
      const { emulator, url } = await serving(t);
      const files = await servePage(t, { service: url, files: pkg });
      const sources = [source, () => fetch(`${files}/apsara_live.wasm`)];
      const { createClient } = createApi(() => sources.shift()(files));
      const live = createClient({ credentials, endpoint: url });
      const error = await rejection(live.stopRtcCloudRecording(task));
      assert.ok(error instanceof LiveError, String(error));
      assert.equal(error.kind, "internal");
      assert.equal(error.code, "ERR_WASM_UNAVAILABLE");
      assert.match(error.message, /apsara-live\/slim/);
      assert.equal(error.outcomeUnknown, false);
      assert.equal(emulator.requests.length, 0);
      assert.equal((await live.stopRtcCloudRecording(task)).outcome, "stopped");
    });
  }
}
