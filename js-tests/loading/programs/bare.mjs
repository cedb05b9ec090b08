// Loads an entry where only the language is available: every other global, the time and random numbers throw when they are read.
// Prints the names that the entry read, the built-ins that it changed and the names that it exports. Arguments behind the entry are
// names of globals that it may read without calling their functions: a call of them is reported as `Date.now()`.
import { createRequire, register } from "node:module";

/** Globals that modules may use while they load: they depend on nothing but their arguments. */
const LANGUAGE = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError
  EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array
  Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView
  Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN
  TextEncoder`.split(/\s+/),
);

// Replaces imports of wasm, which Node.js does not load; bundlers and runtimes with these entries do.
const hook = `export const load = (url, context, next) => /\\.wasm(\\?module)?$/.test(url)
  ? { format: "module", source: "export default undefined;", shortCircuit: true } : next(url, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const [how, specifier, ...captured] = process.argv.slice(2);
const load = how === "require" ? createRequire(import.meta.url) : (name) => import(name);

/** Global object, built-ins of the language and their prototypes, by name. */
const builtIns = new Map([["globalThis", globalThis]]);
for (const name of LANGUAGE) {
  const value = globalThis[name];
  if (Object(value) !== value || value === globalThis) continue;
  builtIns.set(name, value);
  if (value.prototype !== undefined) builtIns.set(`${name}.prototype`, value.prototype);
}

/** Returns every property of the built-ins, as `[name, descriptor]`. */
const properties = () =>
  new Map(
    [...builtIns].flatMap(([name, object]) =>
      Reflect.ownKeys(object).map((key) => [`${name}.${String(key)}`, Object.getOwnPropertyDescriptor(object, key)]),
    ),
  );

/** Returns the names of the properties that differ between two results of `properties()`. */
function differences(before, after) {
  const names = new Set([...before.keys(), ...after.keys()]);
  const same = (a, b) => a && b && ["value", "get", "set"].every((key) => Object.is(a[key], b[key]));
  return [...names].filter((name) => !same(before.get(name), after.get(name)));
}

const outcome = { read: [] };

/** Returns a stand-in of a global: a function, with a function `now`. It records and refuses calls. */
function uncallable(name) {
  const refusing = (what) => () => {
    outcome.read.push(`${what}()`);
    throw new Error(`${what} was called`);
  };
  return Object.assign(refusing(name), { now: refusing(`${name}.now`) });
}

const denied = [
  ...Object.getOwnPropertyNames(globalThis)
    .filter((name) => !LANGUAGE.has(name))
    .map((name) => [globalThis, name]),
  [Math, "random"],
];
// Reads all descriptors first, because Node.js creates some globals on their first use.
const before = denied.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name));
const propertiesBefore = properties();
for (const [index, [object, name]] of denied.entries()) {
  const get = () => {
    // Node.js itself may read globals. The caller is on the line after this function's.
    const [, , caller] = new Error().stack.split("\n");
    if (/\(?node:/.test(caller)) return before[index].get ? before[index].get.call(object) : before[index].value;
    // Recorded, because a module may catch the exception.
    if (!outcome.read.includes(name)) outcome.read.push(name);
    if (captured.includes(name)) return uncallable(name);
    throw new Error(`${name} was read`);
  };
  Object.defineProperty(object, name, { configurable: true, get });
}
try {
  outcome.names = Object.keys(await load(specifier));
} catch (error) {
  outcome.error = error.message;
}
for (const [index, [object, name]] of denied.entries()) Object.defineProperty(object, name, before[index]);
outcome.changed = differences(propertiesBefore, properties());
console.log(JSON.stringify(outcome));
