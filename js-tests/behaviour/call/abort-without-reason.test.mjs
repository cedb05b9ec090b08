// Signals of the polyfill `abort-controller`, which React Native carries: they have no reason. Each call rejects with an AbortError.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { testAccessKey } from "apsara-live/testing";
import { received, rejection, serving, task } from "../../support/live.mjs";

class OldController {
  signal = Object.assign(new EventTarget(), { aborted: false });
  abort() {
    this.signal.aborted = true;
    this.signal.dispatchEvent(new Event("abort"));
  }
}

const calls = {
  stop: (live, signal) => live.stopRtcCloudRecording(task, { signal }),
  call: (live, signal) => live.call("DescribeLiveUserDomains", {}, { signal }),
  read: (live, signal) => live.describeRtcCloudRecordingFiles(task, { signal }),
  sign: (live, signal) => live.sign("StopRtcCloudRecording", task, { signal }),
};

/** Starts a call, aborts it as soon as the function is called that `options` gets, and resolves to the rejection. */
async function aborted(start, options) {
  const controller = new OldController();
  let reach;
  const reached = new Promise((resolve) => (reach = resolve));
  const hanging = () => new Promise(() => reach());
  const error = rejection(start(createClient({ credentials: testAccessKey, ...options(hanging) }), controller.signal));
  await reached;
  controller.abort();
  return error;
}

for (const [what, hasClass] of [
  ["an AbortError", true],
  ["an Error of this name, where DOMException is missing", false],
]) {
  test(`a call rejects with ${what}: before it, during the credentials function and during the request`, async (t) => {
    const { DOMException } = globalThis;
    if (!hasClass) {
      globalThis.DOMException = undefined;
      t.after(() => Object.assign(globalThis, { DOMException }));
    }
    for (const [name, start] of Object.entries(calls)) {
      const early = new OldController();
      early.abort();
      const errors = {
        before: await rejection(start(createClient({ credentials: testAccessKey }), early.signal)),
        credentials: await aborted(start, (credentials) => ({ credentials })),
        ...(name === "sign" ? {} : { request: await aborted(start, (fetch) => ({ fetch })) }),
      };
      for (const [phase, error] of Object.entries(errors)) {
        assert.ok(error instanceof Error, `${name}, ${phase}: ${error}`);
        assert.deepEqual(
          [error.name, error.message],
          ["AbortError", "This operation was aborted"],
          `${name}, ${phase}`,
        );
      }
    }
  });
}

test("createHttpFetch and the fetch of the emulator reject with an AbortError", async (t) => {
  const { emulator, url } = await serving(t, { faults: ["hang"], keepRequests: 10 });
  const aborted = new OldController();
  aborted.abort();
  for (const fetch of [createHttpFetch(), emulator.fetch]) {
    assert.equal((await rejection(fetch(url, { signal: aborted.signal }))).name, "AbortError");
  }
  const [first, second] = [new OldController(), new OldController()];
  const onSocket = rejection(createHttpFetch()(url, { signal: first.signal }));
  await received(emulator, 1);
  first.abort();
  assert.equal((await onSocket).name, "AbortError");

  emulator.faults.push({ type: "slow", ms: 60_000 });
  const inProcess = rejection(emulator.fetch(url, { signal: second.signal }));
  await received(emulator, 2);
  second.abort();
  assert.equal((await inProcess).name, "AbortError");
});
