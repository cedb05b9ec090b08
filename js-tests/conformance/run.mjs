// Runs the suite in any runtime with fetch: no test runner, no Node.js.
import * as assert from "./assert.mjs";
import { cases } from "./cases.mjs";

/**
 * Runs every case against emulators that `control` opens.
 *
 * @param {{ api: object, testing: object, control: string }} where the package's two entries, and the URL of control.mjs
 * @returns {Promise<{ name: string, error?: string }[]>} one row per case
 */
export async function runSuite({ api, testing, control }) {
  const results = [];
  for (const { name, run } of cases) {
    const opened = [];
    const open = async (options) => {
      const emulator = await openEmulator(control, options);
      opened.push(emulator);
      return emulator;
    };
    try {
      await run({ api, testing, assert, open });
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) });
    }
    for (const emulator of opened) await emulator.close();
  }
  return results;
}

async function openEmulator(control, options) {
  const ask = async (method, path, body) => {
    const response = await fetch(`${control}/${path}`, { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`the control answered ${await response.text()}`);
    return response.json();
  };
  const { id, url } = await ask("POST", "", options);
  return { url, state: () => ask("GET", id), close: () => ask("DELETE", id) };
}
