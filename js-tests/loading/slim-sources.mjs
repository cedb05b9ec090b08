// All that createApi of apsara-live/slim takes for wasm, used for a call each; for Node.js and for a page.

/**
 * @param {typeof import("apsara-live/slim").createApi} createApi
 * @param {string} endpoint a service with the recording `task-1`
 * @param {string} file the URL of apsara_live.wasm
 * @returns {Promise<Record<string, string>>} the outcome by the name of the source
 */
export async function callThroughEach(createApi, endpoint, file) {
  const buffer = await (await fetch(file)).arrayBuffer();
  const sources = {
    "a Module": await WebAssembly.compile(buffer),
    "an ArrayBuffer": buffer,
    "a Uint8Array": new Uint8Array(buffer),
    "a part of a buffer": within(buffer),
    "a Response": await fetch(file),
    "a promise of a Module": WebAssembly.compile(buffer),
    "a promise of a Response": fetch(file),
    "a function with a Module": () => new WebAssembly.Module(buffer),
    "a function with an ArrayBuffer": () => buffer,
    "a function with a Uint8Array": () => new Uint8Array(buffer),
    "a function with a promise of a Module": () => WebAssembly.compile(buffer),
    "a function with a promise of bytes": async () => new Uint8Array(buffer),
    "a function with a promise of a Response": () => fetch(file),
  };
  const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
  const outcomes = {};
  for (const [name, source] of Object.entries(sources)) {
    try {
      const { createClient, stopRtcCloudRecording } = createApi(source);
      const options = { credentials, endpoint, alreadyStopped: "resolve" };
      const { outcome } = await createClient(options).stopRtcCloudRecording({ taskId: "task-1" });
      // The second call is of the same instance: a Response can be read once.
      const again = await stopRtcCloudRecording({ taskId: "task-1" }, options);
      outcomes[name] = `${outcome}, ${again.outcome}`;
    } catch (error) {
      outcomes[name] = String(error);
    }
  }
  return outcomes;
}

/** As Node.js reads small files: a view of a larger buffer. */
function within(buffer) {
  const larger = new Uint8Array(buffer.byteLength + 16);
  larger.set(new Uint8Array(buffer), 8);
  return larger.subarray(8, 8 + buffer.byteLength);
}

/** What callThroughEach answers if all is well: the first call has stopped the recording. */
export function allWell(outcomes) {
  return Object.fromEntries(
    Object.keys(outcomes).map((name, index) => [
      name,
      `${index === 0 ? "stopped" : "already-stopped"}, already-stopped`,
    ]),
  );
}
