// Runs the suite in any runtime with fetch; needs neither a test runner nor Node.js.
import { watchInstances } from "../support/portable/instances.mjs";
import { within } from "../support/portable/waiting.mjs";
import * as assert from "./assert.mjs";
import { casesOf } from "./cases.mjs";
import { usedAtImport } from "./watch.mjs";

const used = usedAtImport();

/** Limit of one case, so that a case that hangs does not stop the others; no case takes nearly as long. */
const LIMIT_MS = 10_000;

/** Built-in module of the runtime, where there is one. */
const asyncHooks = globalThis.process?.getBuiltinModule?.("node:async_hooks");

/**
 * Runs every case against emulators that `control` opens. A program imports watch.mjs before the package, and this module after it.
 *
 * @param {{ api: object, testing: object, control: string, transport?: "fetch" | "node:http" }} where the package's two entries, the
 *   URL of control.mjs, and the transport of the calls of `api`
 * @returns {Promise<{ name: string, error?: string }[]>} one row per case
 */
export async function runSuite({ api, testing, control, transport = "fetch" }) {
  const results = [];
  const instances = watchInstances();
  const vectors = await (await fetch(`${control}/vectors`)).json();
  for (const { name, run } of casesOf({ asyncHooks: asyncHooks !== undefined })) {
    const opened = [];
    const open = async (options) => {
      const emulator = await openEmulator(control, options);
      opened.push(emulator);
      return emulator;
    };
    const context = { api, testing, transport, assert, open, instances, vectors, usedAtImport: used, asyncHooks };
    try {
      await within(LIMIT_MS, run(context));
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
    if (!response.ok) throw new Error(`the control server failed: ${await response.text()}`);
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
