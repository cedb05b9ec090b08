// Check of the globals that a call needs of its runtime. jsdom and old hosts lack some of them.
import { Refusal } from "./refusal.ts";

/** Returns `fetch`. Refuses a runtime without `fetch`, random numbers or another global that a call uses. */
export function checkRuntime(fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch {
  checkGlobals();
  if (typeof fetch !== "function") throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "options.fetch", needed("fetch"));
  return fetch;
}

/** Refuses a runtime without random numbers, which the nonce needs, or without another global that a call uses. */
export function checkGlobals(): void {
  // A list is made only where one is missing: it would take a fiftieth of a call.
  const found: Partial<typeof globalThis> = globalThis;
  const { AbortController, TextDecoder, TextEncoder, URL, crypto, performance, setTimeout } = found;
  const hasAll = AbortController && TextDecoder && TextEncoder && URL && performance && setTimeout;
  if (hasAll && crypto?.getRandomValues) return;
  const used = { AbortController, TextDecoder, TextEncoder, URL, performance, setTimeout };
  requireGlobal("crypto", "getRandomValues");
  for (const [name, value] of Object.entries(used)) if (!value) requireGlobal(name);
}

/** Refuses a runtime without the global, or without the member of the global. */
export function requireGlobal(name: string, member?: string): void {
  const found: unknown = Reflect.get(globalThis, name);
  if (found && (member === undefined || Object(found)[member])) return;
  throw new Refusal("ERR_UNSUPPORTED_RUNTIME", `globalThis.${name}`, needed(member ? `${name}.${member}` : name));
}

function needed(what: string): string {
  const node = nodeVersion();
  if (node === undefined) return `a runtime that has ${what}`;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 16)
    ? `${what}, which Node.js ${node} has, but this environment hides; jsdom does`
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
