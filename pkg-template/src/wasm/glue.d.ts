// The glue, which the build makes from wasm-bindgen's output.
import type { Glue } from "./boundary.ts";

/** Makes the glue of one instance: the functions that the wasm imports, and the class that it exports. */
export declare function createGlue(): Glue & WebAssembly.ModuleImports;

/** The module name under which the wasm imports the glue. */
export declare const importModule: string;
