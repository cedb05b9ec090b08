// Runs the suite in any runtime with fetch: no test runner, no Node.js.
import * as assert from "./assert.mjs";
import { cases } from "./cases.mjs";
import { watchInstances } from "./instances.mjs";
import { usedAtImport } from "./watch.mjs";

const used = usedAtImport();

/** Longer than any case takes; a case that hangs must not take the others along. */
const LIMIT_MS = 10_000;

/**
 * Runs every case against emulators that `control` opens. watch.mjs is imported before the package, and this after it.
 *
 * @param {{ api: object, testing: object, control: string }} where the package's two entries, and the URL of control.mjs
 * @returns {Promise<{ name: string, error?: string }[]>} one row per case
 */
export async function runSuite({ api, testing, control }) {
  const results = [];
  const instances = watchInstances();
  const vectors = await (await fetch(`${control}/vectors`)).json();
  for (const { name, run } of cases) {
    const opened = [];
    const open = async (options) => {
      const emulator = await openEmulator(control, options);
      opened.push(emulator);
      return emulator;
    };
    try {
      await within(LIMIT_MS, run({ api, testing, assert, open, instances, vectors, usedAtImport: used }));
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) });
    }
    for (const emulator of opened) await emulator.close();
  }
  return results;
}

async function within(ms, work) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the case has not ended after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function openEmulator(control, options) {
  const ask = async (method, path, body) => {
    const response = await fetch(`${control}/${path}`, { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`the control answered ${await response.text()}`);
    return response.json();
  };
  const { id, url } = await ask("POST", "", options);
  let closed;
  const close = () => {
    closed ??= ask("DELETE", id);
    return closed;
  };
  return { url, state: () => ask("GET", id), close };
}
