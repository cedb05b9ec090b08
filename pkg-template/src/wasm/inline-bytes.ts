// The wasm as deflated text in a module: no file, no bundler setting and no request is needed to load it.
import deflated from "./inline.js";

/** Inflates the wasm, inside the first call. */
export function inlineBytes(): Uint8Array | Response {
  const compressed = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
  try {
    // In Node.js the streams would take longer to load than everything else.
    return process.getBuiltinModule("node:zlib").inflateRawSync(compressed);
  } catch {
    return new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  }
}

/** The part of Node.js's `process` that is used. */
declare const process: { getBuiltinModule(name: "node:zlib"): { inflateRawSync(bytes: Uint8Array): Uint8Array } };
