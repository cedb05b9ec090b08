// The wasm as deflated text in a module: no file, no bundler setting and no request is needed to load it.
import deflated from "./inline.js";

/** Inflates the wasm, inside the first call. */
export default function inlineBytes(): Uint8Array | Response {
  try {
    // In Node.js, loading the streams would take longer than the rest of the start, and `atob` with a loop takes 5 ms.
    return process.getBuiltinModule("node:zlib").inflateRawSync(Buffer.from(deflated, "base64"));
  } catch {
    const compressed = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
    return new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  }
}

/** The parts of Node.js that are used. */
declare const process: { getBuiltinModule(name: "node:zlib"): { inflateRawSync(bytes: Uint8Array): Uint8Array } };
declare const Buffer: { from(text: string, encoding: "base64"): Uint8Array };
