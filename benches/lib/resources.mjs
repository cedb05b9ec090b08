// Counts the live resources of the package, and makes calls into its wasm trap. A program imports it before the package.
//
// It counts the instances of the wasm, their memory, the values in their tables, and the objects that the glue has registered for
// finalization and not freed. The package has no hook for this.
import { watchInstances } from "../../js-tests/support/portable/instances.mjs";

// Node.js loads its own fetch on the first use, which registers objects too.
await new Response("").text();

const { FinalizationRegistry: Registry } = globalThis;

/** Weak references to the memory of each instance and to its table of values. */
const instances = new Map();

const watch = watchInstances((exports) => {
  const tables = Object.values(exports).filter((value) => value instanceof WebAssembly.Table);
  instances.set(new WeakRef(exports.memory), new WeakRef(tables.find(holdsValues)));
});

/** Returns whether a table holds values; a table of functions rejects them. */
function holdsValues(table) {
  try {
    return table.grow(0, {}) >= 0;
  } catch {
    return false;
  }
}

/** Makes the `nth` call into the wasm from now on trap. */
export function trapAt(nth) {
  let left = nth;
  watch.trapAt(() => --left === 0);
}

/** Counts by registry. A registry is collected with its instance and its objects. */
const registries = new Map();

globalThis.FinalizationRegistry = class extends Registry {
  #count = { live: 0 };

  constructor(clean) {
    const count = { live: 0 };
    super((held) => {
      count.live--;
      clean(held);
    });
    this.#count = count;
    registries.set(new WeakRef(this), count);
  }

  register(...args) {
    this.#count.live++;
    super.register(...args);
  }

  unregister(token) {
    const found = super.unregister(token);
    if (found) this.#count.live--;
    return found;
  }
};

/** Returns the bytes of memory of the largest live instance. */
export const wasmBytes = () => Math.max(0, ...[...instances.keys()].map((ref) => ref.deref()?.buffer.byteLength ?? 0));

function valuesIn(table) {
  let held = 0;
  for (let at = 0; at < (table?.length ?? 0); at++) if (table.get(at) !== undefined && table.get(at) !== null) held++;
  return held;
}

/** Counts live resources after garbage collection. */
export async function census() {
  // Finalizers run in their own tasks, and the next collection frees the objects that they release.
  for (let i = 0; i < 8; i++) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  for (const refs of [instances, registries]) for (const ref of refs.keys()) if (!ref.deref()) refs.delete(ref);
  const tables = [...instances.values()].map((ref) => ref.deref());
  const { heapUsed, external } = process.memoryUsage();
  return {
    instances: instances.size,
    objects: [...registries.values()].reduce((sum, { live }) => sum + live, 0),
    values: tables.reduce((sum, table) => sum + valuesIn(table), 0),
    heapBytes: heapUsed + external,
  };
}
