// Records what modules use while they load. A program imports it before the package; the suite ends the watch.
import { isOurs } from "../support/portable/instances.mjs";

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

// Fails the case in a runtime where the watch does not work.
Math.random();
const works = used.splice(0).join() === "Math.random";

/** Ends the watch; returns the names of the functions used since it began. */
export function usedAtImport() {
  for (const restore of undo.splice(0)) restore();
  return works ? used : ["the watch does not work"];
}

function watch(path, object, name) {
  const original = object[name];
  const own = Object.hasOwn(object, name);
  // A proxy, because a class must stay a constructor.
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
    // In some runtimes the method belongs to a prototype.
    if (own) object[name] = original;
    else delete object[name];
  };
}
