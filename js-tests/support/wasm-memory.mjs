// The wasm of the installed package, and the memory of its latest instance.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { watchInstances } from "./portable/instances.mjs";

/** The bytes of the wasm. */
export const wasm = readFileSync(createRequire(import.meta.url).resolve("apsara-live/apsara_live.wasm"));

/** Watches the instances until the tests of the file have ended. `memory()` returns the memory of the latest instance. */
export function watchMemory() {
  let memory;
  const { started, restore } = watchInstances((exports) => {
    memory = exports.memory;
  });
  after(restore);
  return { started, memory: () => memory };
}
