// Starts the wasm inside the first call, and starts it anew after a trap: a trapped instance is in no state to go on.
import { LiveError } from "./errors.js";
import { createGlue } from "./glue.js";

const IMPORTS = "./apsara_live_bg.js";

/** What the glue takes for no value, no pointer and, by its members, for no error. */
const NOTHING = 0;

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
  let ended;
  let depth = 0;
  const fail = (trap) => {
    if (ended !== undefined) return;
    ended = { trap };
    onTrap();
    for (const reject of calls) reject(trapped(trap));
    calls.clear();
  };
  // Timers, listeners, promises and finalizers call into an instance too, and go on doing so after a trap: then nothing goes in any
  // more, and nobody gets to see an exception that is not theirs. Within the wasm the trap takes its frames along.
  const guarded =
    (enter) =>
    (...args) => {
      if (ended !== undefined) return NOTHING;
      depth++;
      try {
        return enter(...args);
      } catch (trap) {
        fail(trap);
        if (depth > 1) throw trap;
        return NOTHING;
      } finally {
        depth--;
      }
    };
  // All of Rust's futures are polled in microtasks that the glue asks for.
  const glue = createGlue((poll) => queueMicrotask(guarded(poll)));
  const { exports } = await WebAssembly.instantiate(module, { [IMPORTS]: glue });
  const guardedExports = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === "function" ? guarded(value) : value,
  ]);
  glue.__wbg_set_wasm(Object.fromEntries(guardedExports));
  exports.__wbindgen_start();
  const run = (work) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(trapped(ended.trap));
      calls.add(reject);
      // A call answers, whatever becomes of it: what rejects is a trap.
      guarded(() =>
        work(glue)
          .then(resolve, fail)
          .then(() => calls.delete(reject)),
      )();
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
    message: `The WebAssembly of apsara-live trapped: ${cause?.message}. The next call starts a new instance.`,
    retryable: true,
    outcomeUnknown: true,
    cause,
  });
}
