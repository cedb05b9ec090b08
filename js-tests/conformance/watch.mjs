// Sees what modules do as they are loaded: to be imported before the package, and ended by the suite, which is imported after it.
import { isOurs } from "./instances.mjs";

const watched = [
  ["WebAssembly", WebAssembly, ["compile", "instantiate", "validate", "Module", "Instance"]],
  ["globalThis", globalThis, ["atob", "fetch", "setTimeout", "setInterval"]],
  ["crypto", crypto, ["getRandomValues", "randomUUID"]],
  ["performance", performance, ["now"]],
  ["Date", Date, ["now"]],
  ["Math", Math, ["random"]],
];

const used = [];
const undo = watched.flatMap(([path, object, names]) => names.map((name) => watch(`${path}.${name}`, object, name)));

// Of a watch that sees nothing, nothing can be concluded.
Math.random();
const works = used.splice(0).join() === "Math.random";

/** Ends the watch; returns what was used since it began. */
export function usedAtImport() {
  for (const restore of undo.splice(0)) restore();
  return works ? used : ["a watch that does not work"];
}

function watch(path, object, name) {
  const original = object[name];
  const own = Object.hasOwn(object, name);
  // A proxy, so that a class is still one.
  object[name] = new Proxy(original, {
    apply(target, self, args) {
      if (path !== "WebAssembly.instantiate" || isOurs(args[1])) used.push(path);
      return Reflect.apply(target, self, args);
    },
    construct(target, args) {
      used.push(`new ${path}`);
      return Reflect.construct(target, args);
    },
  });
  return () => {
    // Of some runtimes these are methods of a prototype.
    if (own) object[name] = original;
    else delete object[name];
  };
}
