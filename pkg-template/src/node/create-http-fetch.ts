// A function for the option `fetch`: requests over node:http and node:https.

import type { AbortSignalLike } from "../api/options.ts";
import { asLiveError } from "../call/failures.ts";
import { withSend } from "../http/own-transport.ts";
import { abortReason } from "../options/abort-signal.ts";
import { Refusal } from "../options/refusal.ts";
import { integer, object, optional, satisfying } from "../options/validate.ts";
import { builtinModules } from "./builtin-modules.ts";
import { Destination, type Transport } from "./destination.ts";
import { exchange } from "./exchange.ts";
import { Gathered } from "./gathered.ts";
import { type HttpResponse, respond } from "./response.ts";

/** The part of `http.Agent` and `https.Agent` that identifies an agent. These types do not need the types of Node.js. */
export interface HttpAgent {
  readonly maxSockets: number;
  destroy(): unknown;
}

/** Options of {@link createHttpFetch}. */
export interface HttpFetchOptions {
  /**
   * Opens the connections: an `https.Agent` with your own CA, client certificate or sockets, or the agent of a proxy. For an
   * endpoint with plain `http`, an `http.Agent`. An agent without `keepAlive` opens a connection for each request.
   *
   * @defaultValue an agent that keeps connections for 4 seconds
   */
  readonly agent?: HttpAgent | undefined;
  /** The most connections at a time; further requests wait, and their time runs. Not beside `agent`. @defaultValue no limit */
  readonly maxSockets?: number | undefined;
}

/** The used members of a request. Redirects are never followed. */
export interface HttpFetchInit {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | Iterable<readonly [string, string]> | undefined;
  readonly body?: string | Uint8Array | null | undefined;
  readonly signal?: AbortSignalLike | null | undefined;
}

/** A function like `fetch`, as the option `fetch` of a client takes it. */
export type HttpFetch = (url: string | { readonly href: string }, init?: HttpFetchInit) => Promise<HttpResponse>;

/** The life of an idle connection, as for the `fetch` of Node.js: a gateway on the way drops idle connections silently. */
const IDLE_MS = 4000;

const agent = satisfying(
  // Node.js itself checks only this method. A dispatcher of undici lacks it.
  (value): value is HttpAgent => typeof Object(value).addRequest === "function",
  "an http.Agent, an https.Agent or the agent of a proxy, not a dispatcher of undici",
);

const fields = /* @__PURE__ */ object({ agent: optional(agent), maxSockets: optional(integer(1, 65_535)) });

/**
 * Makes a `fetch` over `node:http` and `node:https`, for Node.js, Deno and Bun. It takes less CPU than the global `fetch`, starts
 * sooner, and takes any agent. Redirects are not followed. It asks for no compression, and decompresses gzip, deflate and br.
 *
 * @throws `LiveError` of kind `argument`, where the options are unusable
 * @example
 * ```js
 * import { Agent } from "node:https";
 * import { createClient } from "apsara-live";
 * import { createHttpFetch } from "apsara-live/node";
 *
 * const agent = new Agent({ keepAlive: true, ca, cert, key });
 * const live = createClient({ fetch: createHttpFetch({ agent }) });
 * ```
 */
export function createHttpFetch(options: HttpFetchOptions = {}): HttpFetch {
  try {
    return httpFetch(options);
  } catch (error) {
    throw asLiveError(error);
  }
}

function httpFetch(options: HttpFetchOptions): HttpFetch {
  const { agent, maxSockets } = fields(options, "options");
  if (agent !== undefined && maxSockets !== undefined) {
    throw new Refusal("ERR_INVALID_OPTION", "options.maxSockets", "no maxSockets beside an agent, which has its own");
  }
  const load = builtinModules();
  if (load === undefined) {
    throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "createHttpFetch", "Node.js 20.16 or later, Deno or Bun");
  }
  const limit = maxSockets === undefined ? {} : { maxSockets };
  /** The module and the agent of each protocol, loaded with its first request. */
  const transports = new Map<string, Transport>();
  const transportOf = (protocol: string): Transport => {
    const http = load(protocol === "https:" ? "node:https" : "node:http");
    const transport = { http, agent: agent ?? new http.Agent({ keepAlive: true, timeout: IDLE_MS, ...limit }) };
    transports.set(protocol, transport);
    return transport;
  };
  const destinationOf = (url: URL): Destination =>
    new Destination(url, transports.get(url.protocol) ?? transportOf(url.protocol));
  const fetch: HttpFetch = async (url, init = {}) => {
    const target = new URL(typeof url === "string" ? url : url.href);
    const { method = "GET", headers = {}, body, signal } = init;
    if (signal?.aborted) throw abortReason(signal);
    const given = Symbol.iterator in headers ? Object.fromEntries(headers) : headers;
    const to = destinationOf(target);
    const options = to.options(method, target.pathname + target.search, {
      ...DEFAULT_HEADERS,
      ...given,
      host: to.host,
    });
    return respond(to.transport.http, options, body ?? undefined, signal ?? undefined);
  };
  /** The destination of the last signed request: a client has few. */
  let last: Destination | undefined;
  return withSend(fetch, ({ method, url, headers, body }, { maxBodyBytes }, done) => {
    const to = last !== undefined && url.startsWith(last.prefix) ? last : destinationOf(new URL(url));
    last = to;
    headers.accept ??= DEFAULT_HEADERS.accept;
    headers["accept-encoding"] = DEFAULT_HEADERS["accept-encoding"];
    headers.host = to.host;
    const options = to.options(method, url.slice(to.prefix.length - 1), headers);
    return exchange(to.transport.http, options, body, new Gathered(maxBodyBytes, done));
  });
}

const DEFAULT_HEADERS = {
  accept: "*/*",
  // To decompress takes longer than to receive a short reply.
  "accept-encoding": "identity",
} as const;
