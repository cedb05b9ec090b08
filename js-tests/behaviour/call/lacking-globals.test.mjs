// Runtimes that lack a global: jsdom, React Native and old hosts. The error names the global, and nothing is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runNode } from "../../support/run-program.mjs";

/** Globals that a call uses, and those that only the emulator uses. */
const USED = ["AbortController", "TextDecoder", "TextEncoder", "URL", "crypto", "performance", "setTimeout"];
const USED_BY_EMULATOR = ["Headers", "ReadableStream", "Request", "Response", "URLSearchParams"];

/** Runs a program without the globals, loaded in both forms; resolves to the JSON that it prints. */
const without = async (names, body, how = "import") => {
  const load = (specifier) => (how === "import" ? `await import("${specifier}")` : `require("${specifier}")`);
  // Node.js loads modules by some of these globals, and `fetch` at its first use.
  const program = `
    globalThis.Response;
    const missing = ${JSON.stringify(names)};
    (async () => {
      const saved = Object.fromEntries(missing.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
      const hide = () => missing.forEach((name) => delete globalThis[name]);
      if (${how === "require"}) hide();
      const { createClient } = ${load("apsara-live")};
      const { createLiveEmulator, testAccessKey: credentials } = ${load("apsara-live/testing")};
      hide();
      const told = async (work) => {
        try {
          await work();
          return "no error";
        } catch ({ name, code, message }) {
          return [name, code, message].join(" | ");
        }
      };
      let sent = 0;
      const fetch = () => { sent += 1; };
      const result = await (async () => { ${body} })();
      for (const [name, descriptor] of Object.entries(saved)) Object.defineProperty(globalThis, name, descriptor);
      console.log(JSON.stringify(result));
    })();`;
  const type = how === "import" ? "module" : "commonjs";
  return JSON.parse(await runNode([`--input-type=${type}`, "--eval", program], { cwd: import.meta.dirname }));
};

for (const name of USED) {
  const how = name === "performance" ? "require" : "import";
  test(`without ${name}, each call is refused, and the error names it`, async () => {
    const { sent, errors } = await without(
      [name],
      `
      const live = createClient({ credentials, fetch });
      const errors = [
        await told(() => live.stopRtcCloudRecording({ taskId: "x" })),
        await told(() => live.call("DescribeRtcCloudRecordingFiles", { TaskId: "x" })),
        await told(() => live.describeRtcCloudRecordingFiles({ taskId: "x" })),
        await told(() => live.sign("StopRtcCloudRecording", { taskId: "x" })),
        await told(() => live.stopAll([{ taskId: "x" }]).summary()),
      ];
      return { sent, errors };`,
      how,
    );
    assert.equal(sent, 0);
    assert.equal(errors.length, 5);
    for (const error of errors) {
      assert.match(
        error,
        new RegExp(`^LiveError \\| ERR_UNSUPPORTED_RUNTIME \\| globalThis\\.${name}: expected ${name}`),
      );
      assert.match(error, /which Node\.js [\d.]+ has, but this environment hides/);
    }
  });
}

test("without URL, an endpoint is not called invalid", async () => {
  const error = await without(["URL"], 'return told(() => createClient({ endpoint: "https://live.aliyuncs.com" }));');
  assert.match(error, /ERR_UNSUPPORTED_RUNTIME \| globalThis\.URL: expected URL/);
});

for (const name of [...USED_BY_EMULATOR, "TextDecoder", "URL", "crypto"]) {
  test(`without ${name}, the fetch of the emulator is refused when it is read, and the error names it`, async () => {
    const error = await without([name], "const emulator = createLiveEmulator(); return told(() => emulator.fetch);");
    const what = name === "crypto" ? "crypto.subtle" : name;
    assert.ok(error.startsWith(`TypeError | ERR_UNSUPPORTED_RUNTIME | globalThis.${name}: expected ${what}`), error);
  });
}

test("with the globals of jsdom and a TextDecoder, a call reaches the emulator on a socket", async () => {
  const missing = ["fetch", "Headers", "ReadableStream", "Request", "Response", "structuredClone"];
  const answered = await without(
    missing,
    `
    const { createHttpFetch } = await import("apsara-live/node");
    const server = await createLiveEmulator({ recordings: { x: "RUNNING" } }).serve();
    const live = createClient({ credentials, endpoint: server.url, fetch: createHttpFetch() });
    const { outcome } = await live.stopRtcCloudRecording({ taskId: "x" });
    await server.close();
    return outcome;`,
  );
  assert.equal(answered, "stopped");
});
