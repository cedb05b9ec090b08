// Loads an entry in a runtime that has the language only: every other global throws as it is read, and so do time and chance.
import { createRequire, register } from "node:module";

/** What any module may use to make values of its arguments. */
const LANGUAGE = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError
  EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array
  Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView
  Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN
  TextEncoder`.split(/\s+/),
);

// Node.js loads no wasm by an import; where these entries are for, a bundler or the runtime does.
const hook = `export const load = (url, context, next) => /\\.wasm(\\?module)?$/.test(url)
  ? { format: "module", source: "export default undefined;", shortCircuit: true } : next(url, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const [how, specifier] = process.argv.slice(2);
const load = how === "require" ? createRequire(import.meta.url) : (name) => import(name);

const outcome = { read: [] };
const denied = [
  ...Object.getOwnPropertyNames(globalThis)
    .filter((name) => !LANGUAGE.has(name))
    .map((name) => [globalThis, name]),
  [Math, "random"],
];
// All of them before any is denied: Node.js makes some of its globals as they are looked at.
const before = denied.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name));
for (const [index, [object, name]] of denied.entries()) {
  const get = () => {
    // What Node.js does on its own account goes on: the caller is the line after this function's.
    const [, , caller] = new Error().stack.split("\n");
    if (/\(?node:/.test(caller)) return before[index].get ? before[index].get.call(object) : before[index].value;
    // Noted, because a module may catch what is thrown.
    outcome.read.push(name);
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
console.log(JSON.stringify(outcome));
