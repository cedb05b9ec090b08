// Makes calls with every source of wasm that createApi of apsara-live/slim accepts, in Node.js or in a page.

/**
 * @param {typeof import("apsara-live/slim").createApi} createApi
 * @param {string} endpoint service with the recording `task-1`
 * @param {string} file the URL of apsara_live.wasm
 * @returns {Promise<Record<string, string>>} outcomes by the name of the source
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
      // The second call uses the same instance, because a Response can be read only once.
      const again = await stopRtcCloudRecording({ taskId: "task-1" }, options);
      outcomes[name] = `${outcome}, ${again.outcome}`;
    } catch (error) {
      outcomes[name] = String(error);
    }
  }
  return outcomes;
}

/** Returns a view of a larger buffer, as Node.js does for small files. */
function within(buffer) {
  const larger = new Uint8Array(buffer.byteLength + 16);
  larger.set(new Uint8Array(buffer), 8);
  return larger.subarray(8, 8 + buffer.byteLength);
}

/** Returns the expected result of callThroughEach, whose first call stops the recording. */
export function allWell(outcomes) {
  return Object.fromEntries(
    Object.keys(outcomes).map((name, index) => [
      name,
      `${index === 0 ? "stopped" : "already-stopped"}, already-stopped`,
    ]),
  );
}
