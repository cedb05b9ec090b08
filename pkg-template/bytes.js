// The wasm, for runtimes that compile bytes: deflated text in a module, which needs no file, no bundler setting and no request.
import deflated from "./inline.js";

/** Inflates it, inside the first call. */
export function bytes() {
  const compressed = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
  try {
    // Where there is zlib, the streams would take longer to load than all the rest.
    return process.getBuiltinModule("node:zlib").inflateRawSync(compressed);
  } catch {
    return new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  }
}
