/**
 * The entry `apsara-live/slim`: the same functions over WebAssembly that you supply.
 *
 * @module
 */
export { createApi, fileJournal, type LiveApi, toCurl } from "../client/api.ts";
export type { Client } from "../client/client.ts";
export { LiveError } from "../client/live-error.ts";
export type { ToCurlOptions } from "../client/to-curl.ts";
export type * from "../client/types.ts";
export type { WasmSource } from "../wasm/loader.ts";
