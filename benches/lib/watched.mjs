// Stands between the package and the runtime, to count what lives and to set traps; to be imported before the package.
//
// The package has no hook for any of this, and of its names only that of its imports is used: counted are the instances of its wasm, their
// memory, the values that they hold in their tables, and the objects that its glue has registered for finalization and neither freed
// nor lost.

// Node.js loads its own fetch at the first look, and that registers objects, too.
await new Response("").text();

const { instantiate } = WebAssembly;
const { FinalizationRegistry: Registry } = globalThis;

/** The memory of each instance and its table of values, neither of them kept alive by being listed here. */
const instances = new Map();
let trap;

WebAssembly.instantiate = async (module, imports) => {
  const instance = await instantiate(module, imports);
  // Node.js itself has wasm, too.
  if (!("./apsara_live_bg.js" in (imports ?? {}))) return instance;
  const { exports } = instance;
  const tables = Object.values(exports).filter((value) => value instanceof WebAssembly.Table);
  instances.set(new WeakRef(exports.memory), new WeakRef(tables.find(holdsValues)));
  const watched = ([name, value]) => [name, typeof value === "function" ? trapping(value) : value];
  return { exports: Object.fromEntries(Object.entries(exports).map(watched)) };
};

/** The table of functions takes nothing else. */
function holdsValues(table) {
  try {
    return table.grow(0, {}) >= 0;
  } catch {
    return false;
  }
}

/** A module of one function, which is `unreachable`: a trap as a panic of Rust ends in. */
const unreachable = new WebAssembly.Instance(
  new WebAssembly.Module(
    new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ]),
  ),
).exports.t;

const trapping =
  (work) =>
  (...args) => {
    if (trap?.()) {
      trap = undefined;
      unreachable();
    }
    return work(...args);
  };

/** Whatever enters the wasm as the `nth` from now traps. */
export function trapAt(nth) {
  let left = nth;
  trap = () => --left === 0;
}

/** The counts by registry; a registry is gone with the instance that it belonged to, and its objects with it. */
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

/** The most memory that an instance has, of those that are alive, in bytes. */
export const wasmBytes = () => Math.max(0, ...[...instances.keys()].map((ref) => ref.deref()?.buffer.byteLength ?? 0));

function valuesIn(table) {
  let held = 0;
  for (let at = 0; at < (table?.length ?? 0); at++) if (table.get(at) !== undefined && table.get(at) !== null) held++;
  return held;
}

/** What is alive once everything that is not has been collected. */
export async function census() {
  // Finalizers run in tasks of their own, and free what the next collection can take.
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
