// Headers of a response of node:http.
import type { NodeMessage } from "./builtin-modules.ts";

/**
 * Returns the value of a header, several of them joined as `fetch` does, or `null`.
 *
 * Scans the list: a client reads two of the headers, and Node.js makes the object of all of them at its first use.
 */
export function headerOf({ rawHeaders }: NodeMessage, name: string): string | null {
  const wanted = name.toLowerCase();
  let value: string | null = null;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== wanted) continue;
    const text = rawHeaders[at + 1] ?? "";
    value = value === null ? text : `${value}, ${text}`;
  }
  return value;
}
