// Runs an edge function in its own process, as Vercel's tools do: `edge-host.mjs <bundle> <control> <name>=<wasm file>...`.
import { readFile } from "node:fs/promises";
import { EdgeRuntime } from "edge-runtime";

const [bundle, control, ...bindings] = process.argv.slice(2);

// Compiled outside the function's realm, as by Vercel: the function has another WebAssembly.Module class.
const modules = {};
for (const binding of bindings) {
  const at = binding.indexOf("=");
  modules[binding.slice(0, at)] = await WebAssembly.compile(await readFile(binding.slice(at + 1)));
}
const initialCode = await readFile(bundle, "utf8");
const runtime = new EdgeRuntime({ initialCode, extend: (context) => Object.assign(context, modules) });
const response = await runtime.dispatchFetch("http://function.test/", { method: "POST", body: control });
const text = await response.text();
if (response.status !== 200) throw new Error(`the function responded with ${response.status}: ${text}`);
console.log(text);
