// Check of the functions that a call needs of its runtime.
import { Refusal } from "../options/refusal.ts";

/** Returns `fetch`. Refuses a runtime without `fetch` or random numbers. */
export function checkRuntime(fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch {
  checkCrypto();
  if (typeof fetch !== "function") throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "options.fetch", needed("fetch"));
  return fetch;
}

/** Refuses a runtime without random numbers, which the nonce needs. */
export function checkCrypto(): void {
  if (typeof globalThis.crypto?.getRandomValues === "function") return;
  throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "globalThis.crypto", needed("crypto.getRandomValues"));
}

function needed(what: string): string {
  const node = nodeVersion();
  return node === undefined
    ? `a runtime that has ${what}`
    : `${what}; apsara-live needs Node.js 20.16, and this is ${node}`;
}

function nodeVersion(): string | undefined {
  try {
    return process.versions.node;
  } catch {
    return undefined;
  }
}

/** The part of Node.js's `process` that is used. */
declare const process: { readonly versions: { readonly node: string | undefined } };
