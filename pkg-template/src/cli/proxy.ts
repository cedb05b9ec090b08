// Proxies of the environment: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which `fetch` of Node.js reads only with a switch.
import http from "node:http";
import https from "node:https";
import process from "node:process";
import type { FetchLike } from "../api/options.ts";
import type { createHttpFetch } from "../node/create-http-fetch.ts";
import { isLoopbackHost } from "../options/endpoint.ts";
import { peer } from "./peer.ts";
import { UsageError } from "./usage-error.ts";

export interface ProxyUse {
  /** A `fetch` that goes this way, if the runtime's own `fetch` may go another way, or takes long to load. */
  readonly fetch?: FetchLike;
  /** The way of requests, for messages; never the URL of the proxy, which may hold a password. */
  readonly how: string;
}

/** The part of `apsara-live/node` that the program uses. */
export interface NodeModule {
  readonly createHttpFetch: typeof createHttpFetch;
}

interface Undici {
  readonly fetch: (url: string, init: object) => PromiseLike<unknown>;
  readonly EnvHttpProxyAgent: new () => object;
}

const variable = (name: string): string | undefined =>
  process.env[name.toLowerCase()] || process.env[name] || undefined;

/** Prepares requests to an endpoint. */
export async function useProxy(endpoint: URL, nodeModule: () => Promise<NodeModule>): Promise<ProxyUse> {
  const name = endpoint.protocol === "http:" ? "HTTP_PROXY" : "HTTPS_PROXY";
  const proxy = variable(name);
  const direct = async (how: string): Promise<ProxyUse> => ({ fetch: (await nodeModule()).createHttpFetch(), how });
  // Node.js takes longer to load its own `fetch` than the rest of the program takes.
  if (proxy === undefined) return direct("no proxy");
  // A proxy would see the token in plain text. The `fetch` of the runtime may go through one by itself: this one does not.
  if (isLoopbackHost(endpoint.hostname)) return direct("no proxy, because the endpoint is this machine");
  if (isExcluded(endpoint, variable("NO_PROXY") ?? "")) return direct("no proxy, because of NO_PROXY");
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `${name} is no http or https URL of a proxy`,
      `Set it as in ${name}=http://host:port, or unset it.`,
    );
  }
  // Node.js would show such a URL whole.
  if (![url.username, url.password].every(isDecodable)) {
    throw new UsageError(
      `the user name or the password in ${name} has a % that stands for nothing`,
      "Write %25 for a %, or unset it.",
    );
  }
  const through = `the proxy ${url.host} of ${name}`;
  if (process.versions.bun !== undefined) return { how: through };
  if (http.setGlobalProxyFromEnv !== undefined) {
    // Not by the `fetch` of Node.js: it connects again without end to a proxy that closes each connection.
    const { Agent } = endpoint.protocol === "http:" ? http : https;
    const agent = new Agent({ keepAlive: true, proxyEnv: { [name]: url.href } });
    return { fetch: (await nodeModule()).createHttpFetch({ agent }), how: `${through}, by Node.js` };
  }
  if (process.env.NODE_USE_ENV_PROXY === "1" && hasSwitch()) return { how: `${through}, by Node.js` };
  const undici = await peer<Undici>("undici");
  if (undici !== undefined) {
    const { fetch, EnvHttpProxyAgent } = undici.exports;
    const dispatcher = new EnvHttpProxyAgent();
    return { fetch: (url, init) => fetch(url, { ...init, dispatcher }), how: `${through}, by ${undici.file}` };
  }
  const own = hasSwitch() ? "Set NODE_USE_ENV_PROXY=1" : "Use Node.js 24";
  throw new UsageError(
    `${name} is set, and this Node.js uses no proxy by itself`,
    `${own}, or install undici in the folder in which apsara-live is installed or that --peers names, or put the host into NO_PROXY.`,
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether this Node.js knows NODE_USE_ENV_PROXY. */
function hasSwitch(): boolean {
  const [major = 0, minor = 0] = (process.versions.node ?? "").split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port || (protocol === "http:" ? "80" : "443");
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = "", onPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === "" || (onPort !== undefined && onPort !== ownPort)) return false;
    const plain = name.replace(/^\*?\./, "");
    return name === "*" || hostname === plain || hostname.endsWith(`.${plain}`);
  });
}
