/** `WebAssembly.Module`, if the types of the runtime have it. */
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

/** The compiled wasm, as Workers and bundlers for them import it. `createApi` of `apsara-live/slim` takes it. */
declare const wasm: WasmModule;

export default wasm;
