// Starts the wasm inside the first call, and starts it anew after a trap: a trapped instance is in no state to go on.
import { LiveError } from "./errors.js";
import { createGlue } from "./glue.js";

const IMPORTS = "apsara_live";

/** What the glue takes for no value, no pointer and, by its members, for no error. */
const NOTHING = 0;

/** What only the glue calls, on behalf of what is guarded. */
const INNER = /^__(wbindgen_(malloc|realloc|free|exn_store)|externref_)/;

/** Loads the wasm that `source` gives: `start` promises a living instance, and `instance` is one, once there is one. */
export function createLoader(source) {
  let instance;
  const compiled = remembered(() => compile(source));
  const living = remembered(async () => {
    instance = await start(await compiled.get(), () => {
      instance = undefined;
      living.forget();
    });
    return instance;
  });
  return {
    get instance() {
      return instance;
    },
    start: living.get,
  };
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
  // Promises, microtasks and finalizers call into an instance too, and go on doing so after a trap: then nothing goes in any more, and
  // nobody gets to see an exception that is not theirs. Within the wasm the trap takes its frames along.
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
  const entered = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === "function" && !INNER.test(name) ? guarded(value) : value,
  ]);
  glue.__wbg_set_wasm(Object.fromEntries(entered));
  exports.__wbindgen_start();
  /** Does work that ends at once, and sends nothing. */
  const enter = (work) => {
    const answer = guarded(work)(glue);
    if (ended !== undefined) throw trapped(ended.trap, false);
    return answer;
  };
  /** Does work that promises an answer, and answers whatever becomes of it: what rejects is a trap. */
  const run = (work) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(trapped(ended.trap));
      calls.add(reject);
      const settle = (answer) => answer.then(resolve, fail).then(() => calls.delete(reject));
      guarded(() => settle(work(glue)))();
    });
  return { enter, run };
}

async function compile(source) {
  try {
    const given = await (typeof source === "function" ? source() : source);
    // By its name, not by its class: the edge runtime of Next.js hands over a module of another realm.
    if (given[Symbol.toStringTag] === "WebAssembly.Module") return given;
    // In a line of its own: the development server of Next.js wraps the call below into a function in which nothing can be awaited.
    const bytes = await (given.arrayBuffer?.() ?? given);
    return await WebAssembly.compile(bytes);
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

function trapped(cause, outcomeUnknown = true) {
  return new LiveError({
    kind: "internal",
    code: "ERR_INTERNAL",
    message: `The WebAssembly of apsara-live trapped: ${cause?.message}. The next call starts a new instance.`,
    retryable: true,
    outcomeUnknown,
    cause,
  });
}
