// The platform that runs the package, by its globals.

/** Whether this runtime drops all pending work of an incoming request at its end, as Cloudflare Workers does. */
export const requestsEnd = (): boolean => globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Whether this is a browser, which sends its own user agent. A header of ours would add a CORS preflight to every call. */
export const isBrowser = (): boolean => globalThis.navigator?.userAgent?.startsWith("Mozilla/") === true;

/** Whether this is Node.js itself, and no runtime that imitates its `process`. */
export function isNode(): boolean {
  // biome-ignore lint/plugin: the global types declare the members of Node.js alone, and all of them
  const { process, navigator } = globalThis as {
    process?: { versions?: Readonly<Record<string, string | undefined>> };
    navigator?: { userAgent?: string };
  };
  const { node, deno, bun } = process?.versions ?? {};
  // Node.js 20 has no `navigator`.
  const isNamed = navigator === undefined || navigator.userAgent?.startsWith("Node.js/") === true;
  return node !== undefined && deno === undefined && bun === undefined && isNamed;
}
