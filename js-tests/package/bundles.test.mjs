// Contents of bundles: only a program that can call actions by name contains the tables of actions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** An action that goes by GET, so that its name is in a table. */
const TABLED = "DescribeLiveRealtimeLogAuthorized";

/** An action with a known quota that is in no other table. */
const WITH_QUOTA = "AddCasterComponent";

/** Returns the bundle of a program. */
async function bundle(contents, loader = "js") {
  const { outputFiles } = await build({
    stdin: { contents, loader, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd"],
    external: ["*.wasm"],
  });
  return outputFiles[0].text;
}

const stops = (name) => `import { ${name} } from "apsara-live"; export const stop = (task) => ${name}(task);`;

test("a program with one stop has no table of actions, and a client has it", async () => {
  for (const name of [
    "stopRtcCloudRecording",
    "stopLiveStreamMonitor",
    "stopLivePullToPush",
    "stopRtcCloudTranscode",
  ]) {
    const stop = await bundle(stops(name));
    assert.ok(!stop.includes(TABLED) && !stop.includes(WITH_QUOTA), name);
  }
  const client = await bundle(stops("createClient"));
  assert.ok(client.includes(TABLED) && client.includes(WITH_QUOTA));
});

test("the types of the actions are no byte of a program", async () => {
  const stop = stops("stopRtcCloudRecording");
  const typed = `import type {} from "apsara-live/actions"; ${stop}`;
  assert.equal(await bundle(typed, "ts"), await bundle(stop, "ts"));
});
