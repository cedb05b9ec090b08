// The public functions over one source of wasm.

import type { ClientOptions } from "../api/options.ts";
import type { StopFunctions } from "../api/stop-operations.ts";
import { CredentialsCache } from "../call/credentials-cache.ts";
import { runCall } from "../call/run.ts";
import { type Stop, stopCall, stopMethods } from "../call/stop.ts";
import type { StopName } from "../generated/operations.ts";
import { standaloneSettings } from "../options/call-options.ts";
import { operationParams } from "../options/params.ts";
import { fileJournal } from "../stop-all/file-journal.ts";
import { createLoader, type Loader, type WasmSource } from "../wasm/loader.ts";
import { type Client, newClient } from "./client.ts";
import { toCurl } from "./to-curl.ts";

export type { Client };
export { createLoader, fileJournal, newClient, toCurl };

/** The functions of `apsara-live`. */
export interface LiveApi extends StopFunctions {
  /** Makes a client. */
  createClient(options?: ClientOptions): Client;
}

/**
 * Makes the functions of `apsara-live` over wasm that you supply, for hosts in which the other entries cannot load it.
 *
 * @param wasm - `apsara-live/apsara_live.wasm` as a `WebAssembly.Module`, its bytes, or a `Response` with them; a promise of one of
 * these; or a function that returns one of them, called inside the first call
 * @example
 * const { createClient } = createApi(() => fetch("/static/apsara_live.wasm"));
 */
export function createApi(wasm: WasmSource | (() => WasmSource)): LiveApi {
  const loader = createLoader(wasm);
  return {
    createClient: (options) => newClient(loader, options),
    ...stopMethods((operation) => stopWithoutClient(loader, operation)),
  };
}

/** Returns a function that stops a task with options of its own. */
export const stopWithoutClient =
  <Name extends StopName>(loader: Loader, operation: Name): Stop<Name> =>
  (params, options) =>
    runCall({ action: operation, options }, () => {
      const [client, call] = standaloneSettings(options);
      const credentials = new CredentialsCache(client.credentials);
      return stopCall(operation, operationParams(operation, params), call, { client, loader, credentials });
    });
