// Preloaded by `node --import`: hosts of the vendor are emulators in the process, and a wait of up to a second is only counted.
// `REQUESTS` is the file that gets a line for each request: its host and its time in milliseconds.
import { appendFileSync } from "node:fs";
import { answerBy } from "../../support/answered.mjs";

let nowMs = 0;
Object.defineProperty(performance, "now", { value: () => nowMs });

const { setTimeout: wait } = globalThis;
globalThis.setTimeout = (callback, ms = 0, ...rest) => {
  if (ms > 1000) return wait(callback, ms, ...rest);
  return wait(() => {
    nowMs += ms;
    callback(...rest);
  }, 0);
};

const emulators = new Map();

answerBy(async (url, init) => {
  const { host } = new URL(url);
  appendFileSync(process.env.REQUESTS, `${host} ${nowMs}\n`);
  const { createLiveEmulator } = await import("apsara-live/testing");
  if (!emulators.has(host)) emulators.set(host, createLiveEmulator());
  return emulators.get(host).fetch(url, init);
});
