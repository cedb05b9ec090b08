/** @jest-environment jsdom */
// jsdom hides globals that Node.js has. The client and the emulator name the first missing one; with all of them given back, they work.
const vm = require("node:vm");
const { createClient } = require("apsara-live");
const { createLiveEmulator, testAccessKey } = require("apsara-live/testing");

const hidden = vm.runInThisContext("globalThis");

test("names what jsdom hides, and works when it is given back", async () => {
  const stop = async () => {
    const service = createLiveEmulator({ recordings: { "task-1": "RUNNING" } });
    return createClient({ credentials: testAccessKey, fetch: service.fetch }).stopRtcCloudRecording({
      taskId: "task-1",
    });
  };
  const named = [];
  let end = await stop().catch((error) => error);
  while (end instanceof Error && named.length < 20) {
    const [, name] = /^globalThis\.(\w+): expected .*, but this environment hides; jsdom does$/.exec(end.message) ?? [];
    expect([end.message, hidden[name]]).toEqual([end.message, expect.anything()]);
    named.push(name);
    Object.defineProperty(globalThis, name, { value: hidden[name], configurable: true, writable: true });
    end = await stop().catch((error) => error);
  }
  expect(end).toMatchObject({ outcome: "stopped", attempts: 1 });
  expect(named).toContain("TextDecoder");
});

test("without fetch, a client names it", async () => {
  const { fetch } = globalThis;
  expect(fetch).toBeUndefined();
  const error = await createClient({ credentials: testAccessKey })
    .stopRtcCloudRecording({ taskId: "t" })
    .catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "ERR_UNSUPPORTED_RUNTIME", attempts: 0, outcomeUnknown: false });
  expect(error.message).toMatch(/^options\.fetch: expected fetch, .*jsdom does$/);
});
