/**
 * The entry `apsara-live/slim`: the same functions over WebAssembly that you supply.
 *
 * @module
 */

export { httpStatusOf } from "../api/http-status.ts";
export { LiveError } from "../api/live-error.ts";
export { createApi, fileJournal, type LiveApi, toCurl } from "../client/api.ts";
export type { Client } from "../client/client.ts";
export type { ToCurlOptions } from "../client/to-curl.ts";
export type { WasmSource } from "../wasm/loader.ts";
export type * from "./types.ts";
