// The entry for hosts that nobody listed: the caller brings the wasm.
export { createApi } from "./api.js";
export { LiveError } from "./errors.js";
