// Check of what a call needs of its runtime.
import { Refusal } from "../options/refusal.ts";

/** Returns the `fetch` to use, or refuses a runtime that lacks it, or that lacks random numbers. */
export function checkRuntime(fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch {
  checkCrypto();
  if (typeof fetch !== "function") throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "options.fetch", needed("fetch"));
  return fetch;
}

/** Refuses a runtime that lacks random numbers, for the nonce. */
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
