/**
 * `apsara-live/node`: requests over `node:http` and `node:https`, with any agent. Loads no WebAssembly.
 *
 * @example
 * ```js
 * import { createClient } from "apsara-live";
 * import { createHttpFetch } from "apsara-live/node";
 *
 * const live = createClient({ fetch: createHttpFetch() });
 * ```
 *
 * @module
 */
export type { AbortSignalLike } from "../api/options.ts";
export {
  createHttpFetch,
  type HttpAgent,
  type HttpFetch,
  type HttpFetchInit,
  type HttpFetchOptions,
} from "../node/create-http-fetch.ts";
export type { HttpResponse } from "../node/response.ts";
