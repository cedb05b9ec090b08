// Stands between the package and the instances of its wasm that are started from now on: counts them, and makes them trap.
//
// The package has no hook for it. A trap is thrown in front of an export, because workerd compiles no wasm that would trap by itself.

const { instantiate } = WebAssembly;

/** Runtimes have wasm of their own. */
export const isOurs = (imports) => Object.keys(imports ?? {}).some((name) => name.includes("apsara_live"));

/** @returns `started()`, the number of instances, and `trapNext()`, after which the next call of any export traps */
export function watchInstances() {
  let started = 0;
  let trap = false;
  const watched =
    (work) =>
    (...args) => {
      if (trap) {
        trap = false;
        throw new WebAssembly.RuntimeError("unreachable");
      }
      return work(...args);
    };
  WebAssembly.instantiate = async (module, imports) => {
    const instance = await instantiate(module, imports);
    if (!isOurs(imports)) return instance;
    started++;
    const exports = Object.entries(instance.exports).map(([name, value]) => [
      name,
      typeof value === "function" ? watched(value) : value,
    ]);
    return { exports: Object.fromEntries(exports) };
  };
  return {
    started: () => started,
    trapNext: () => {
      trap = true;
    },
  };
}
