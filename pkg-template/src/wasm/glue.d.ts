// The glue that the build makes of wasm-bindgen's.
import type { Glue } from "./boundary.ts";

/** Makes the glue of one instance: its functions are what the wasm imports, and the class that it exports. */
export declare function createGlue(): Glue & WebAssembly.ModuleImports;

/** The module name under which the wasm imports the glue. */
export declare const importModule: string;
