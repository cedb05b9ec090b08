// Bun.
import { binary, pinned } from "../support/paths.mjs";
import { printed } from "./support/node.mjs";

const platform = { linux: "linux", win32: "windows", darwin: "darwin" }[process.platform];
const cpu = process.arch === "arm64" ? "aarch64" : process.arch;
const file = () => binary(`@oven/bun-${platform}-${cpu}`, "bin", platform === "windows" ? "bun.exe" : "bun");

export default {
  name: "Bun",
  version: () => pinned("bun"),
  asyncHooks: () => true,
  ways: {
    "ES module": printed(file, "run", "es-module.mjs"),
    CommonJS: printed(file, "run", "commonjs.cjs"),
    "over node:http": printed(file, "run", "node-http.mjs"),
  },
};
