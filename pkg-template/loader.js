// Starts the wasm inside the first call, and starts it anew after a trap: a trapped instance is in no state to go on.
import { LiveError } from "./errors.js";
import { createGlue } from "./glue.js";

const IMPORTS = "./apsara_live_bg.js";

/** Returns a function that runs work on a living instance of the wasm that `source` gives. */
export function createLoader(source) {
  const compiled = remembered(() => compile(source));
  const living = remembered(async () => start(await compiled.get(), living.forget));
  return async (work) => (await living.get()).run(work);
}

/** What `make` promises, made once; a failure is not remembered. */
function remembered(make) {
  let kept;
  const forget = () => {
    kept = undefined;
  };
  const get = async () => {
    kept ??= make();
    try {
      return await kept;
    } catch (error) {
      forget();
      throw error;
    }
  };
  return { get, forget };
}

async function start(module, onTrap) {
  const calls = new Set();
  const fail = (trap) => {
    onTrap();
    for (const reject of calls) reject(trapped(trap));
    calls.clear();
  };
  const guarded = (work) => {
    try {
      return work();
    } catch (trap) {
      fail(trap);
    }
  };
  // All of Rust's futures are polled in microtasks that the glue asks for; what traps there would be nobody's exception.
  const glue = createGlue((poll) => queueMicrotask(() => guarded(poll)));
  const { exports } = await WebAssembly.instantiate(module, { [IMPORTS]: glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  const run = (work) =>
    new Promise((resolve, reject) => {
      calls.add(reject);
      guarded(() => work(glue).then(resolve, reject).then(() => calls.delete(reject)));
    });
  return { run };
}

async function compile(source) {
  try {
    const given = await (typeof source === "function" ? source() : source);
    if (given instanceof WebAssembly.Module) return given;
    if (typeof given === "string") return await WebAssembly.compile(fromBase64(given));
    return await WebAssembly.compile(typeof given.arrayBuffer === "function" ? await given.arrayBuffer() : given);
  } catch (cause) {
    throw new LiveError({
      kind: "internal",
      code: "ERR_WASM_UNAVAILABLE",
      message:
        "The WebAssembly of apsara-live could not be compiled here. A Content-Security-Policy needs 'wasm-unsafe-eval'; " +
        "a runtime that compiles no bytes needs a compiled module, given to createApi of apsara-live/slim.",
      cause,
    });
  }
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

function trapped(cause) {
  return new LiveError({
    kind: "internal",
    code: "ERR_INTERNAL",
    message: "The WebAssembly of apsara-live trapped. The next call starts a new instance.",
    retryable: true,
    outcomeUnknown: true,
    cause,
  });
}
