// `apsara-live/slim` in Node.js takes the wasm in every form, and says what is wrong with what is none.
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
  test(`${how}: a Module, bytes, a Response, and functions with each`, async (t) => {
    const { url } = await serving(t);
    const files = await servePage(t, { service: url, files: pkg });
    const outcomes = await callThroughEach(createApi, url, `${files}/apsara_live.wasm`);
    assert.ok(Object.keys(outcomes).length > 0);
    assert.deepEqual(outcomes, allWell(outcomes));
  });

  test(`${how}: the wasm is asked for inside the first call, and once`, async (t) => {
    const { url } = await serving(t);
    const files = await servePage(t, { service: url, files: pkg });
    let asked = 0;
    const { createClient, stopRtcCloudRecording } = createApi(() => {
      asked++;
      return fetch(`${files}/apsara_live.wasm`);
    });
    const live = createClient({ credentials, endpoint: url });
    assert.equal(asked, 0);
    await Promise.all([live.stopRtcCloudRecording(task), stopRtcCloudRecording(task, { credentials, endpoint: url })]);
    await live.stopRtcCloudRecording(task);
    assert.equal(asked, 1);
  });

  const useless = {
    "no wasm": () => new Uint8Array([1, 2, 3, 4]),
    "a page that is not there": async (files) => fetch(`${files}/nothing.wasm`),
    nothing: () => undefined,
    "a function that throws": () => {
      throw new Error("no wasm today");
    },
  };
  for (const [name, source] of Object.entries(useless)) {
    test(`${how}: ${name} is ERR_WASM_UNAVAILABLE, nothing is sent, and the next call asks again`, async (t) => {
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
