// The recording of the emulator: `vectors/recordings/emulator.json`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/paths.mjs";

export const folder = join(root, "vectors", "recordings");
export const emulatorFile = join(folder, "emulator.json");

/** Sets what differs from run to run, and from version to version. */
export const steady = (recording) => ({
  ...recording,
  program: "apsara-live",
  exchanges: recording.exchanges.map((exchange) => ({ ...exchange, atMs: 0, tookMs: 0 })),
});

export const readRecording = (file) => JSON.parse(readFileSync(file, "utf8"));
