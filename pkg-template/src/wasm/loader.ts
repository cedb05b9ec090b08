// Starts the wasm inside the first call, and starts a new instance after a trap.
import { createLiveError, type LiveError } from "../api/live-error.ts";
import type { Glue } from "./boundary.ts";
import { createGlue, importModule } from "./glue.js";

/** The wasm: a compiled module, its bytes, a Response with them, a promise of one of these, or a function that returns one of these. */
export type WasmSource = object;

/** A running instance of the wasm. */
export interface Instance {
  readonly glue: Glue;
  /** Runs code that enters the wasm. If it traps, later calls get a new instance, and `onTrap` gets the error. */
  enter(work: () => void, onTrap: (trap: unknown) => void): void;
}

/** Starts instances of one wasm. */
export interface Loader {
  /** The instance that takes calls, once there is one. */
  readonly instance: Instance | undefined;
  /** Resolves to the instance that takes calls. A failure is not cached. */
  start(): Promise<Instance>;
}

export function createLoader(source: WasmSource | (() => WasmSource)): Loader {
  let current: Instance | undefined;
  let compiling: Promise<WebAssembly.Module> | undefined;
  let starting: Promise<Instance> | undefined;

  const begin = async (): Promise<Instance> => {
    try {
      compiling ??= compile(source);
      const instance = await instantiate(await compiling, () => {
        // A call of a dropped instance may trap later, after the start of a newer instance.
        if (current === instance) current = undefined;
      });
      current = instance;
      return instance;
    } catch (error) {
      compiling = undefined;
      throw error;
    } finally {
      starting = undefined;
    }
  };

  return {
    get instance() {
      return current;
    },
    start: () => {
      starting ??= begin();
      return starting;
    },
  };
}

async function compile(source: WasmSource | (() => WasmSource)): Promise<WebAssembly.Module> {
  try {
    const given: object = await (typeof source === "function" ? source() : source);
    // By the name, not by the class: the edge runtime of Next.js passes a module of another realm.
    // biome-ignore lint/plugin: only a module has the name
    if (Object.prototype.toString.call(given) === "[object WebAssembly.Module]") return given as WebAssembly.Module;
    // On a line of its own: the development server of Next.js wraps the call below in a function that is not async.
    // biome-ignore lint/plugin: a Response has such a member
    const bytes = "arrayBuffer" in given ? await (given as Response).arrayBuffer() : given;
    // biome-ignore lint/plugin: `compile` rejects for any other object
    return await WebAssembly.compile(bytes as ArrayBuffer);
  } catch (cause) {
    throw createLiveError({
      kind: "internal",
      code: "ERR_WASM_UNAVAILABLE",
      message:
        "The WebAssembly of apsara-live could not be compiled. If a Content-Security-Policy forbids it, allow 'wasm-unsafe-eval'; " +
        "if your host cannot compile inlined WebAssembly, supply the module yourself: createApi of apsara-live/slim.",
      cause,
    });
  }
}

/** Calls `onTrap` at the first trap. Only calls of this instance can meet the state that Rust left unfinished. */
async function instantiate(module: WebAssembly.Module, onTrap: () => void): Promise<Instance> {
  let trapped = false;
  const enter: Instance["enter"] = (work, report) => {
    try {
      work();
    } catch (trap) {
      trapped = true;
      onTrap();
      report(trap);
    }
  };
  const glue = createGlue();
  const { exports } = await WebAssembly.instantiate(module, { [importModule]: glue });
  // biome-ignore lint/plugin: exports have no types of their own
  const free = exports.__wbg_client_free as (pointer: number, drops: number) => void;
  glue.__wbg_set_wasm({
    ...exports,
    // The garbage collector frees clients, too, and an exception there would end the process.
    __wbg_client_free: (pointer: number, drops: number) => {
      if (!trapped) {
        enter(
          () => free(pointer, drops),
          () => {},
        );
      }
    },
  });
  // biome-ignore lint/plugin: exports have no types of their own
  (exports.__wbindgen_start as () => void)();
  return { glue, enter };
}

/** The error of a call that trapped. */
export function trapError(trap: unknown, operation: string, attempts: number, outcomeUnknown: boolean): LiveError {
  return createLiveError({
    kind: "internal",
    code: "ERR_INTERNAL",
    message: `The WebAssembly of apsara-live trapped: ${Object(trap).message}. The next call starts a new instance.`,
    operation,
    attempts,
    retryable: true,
    outcomeUnknown,
    cause: trap,
  });
}
