// Intercepts the instances of the package's wasm: counts them, shows their exports, and makes calls of their exports trap.
//
// The package has no hook for it. The trap is an exception thrown in front of an export, because workerd compiles no wasm that
// could trap by itself. Corrupting the memory instead leads to endless loops as often as to traps.

/** Returns whether `imports` belong to the package; runtimes also instantiate their own wasm. */
export const isOurs = (imports) => Object.keys(imports ?? {}).some((name) => name.includes("apsara_live"));

/**
 * Intercepts all instances that start from now on.
 *
 * @param {(exports: WebAssembly.Exports) => void} [onStart] receives the exports of each new instance
 */
export function watchInstances(onStart = () => {}) {
  const { instantiate } = WebAssembly;
  let started = 0;
  let traps;

  const watched =
    (name, work) =>
    (...args) => {
      if (traps?.(name)) {
        traps = undefined;
        throw new WebAssembly.RuntimeError("unreachable");
      }
      return work(...args);
    };

  WebAssembly.instantiate = async (module, imports) => {
    const instance = await instantiate(module, imports);
    if (!isOurs(imports)) return instance;
    started++;
    onStart(instance.exports);
    const exports = Object.entries(instance.exports).map(([name, value]) => [
      name,
      typeof value === "function" ? watched(name, value) : value,
    ]);
    return { exports: Object.fromEntries(exports) };
  };

  return {
    /** Number of instances that have started. */
    started: () => started,
    /** Makes the next call of an export trap for whose name `condition` returns true. */
    trapAt(condition) {
      traps = condition;
    },
    /** Stops intercepting. */
    restore() {
      WebAssembly.instantiate = instantiate;
    },
  };
}
