// Bun.
import { binary, pinned } from "../support/paths.mjs";
import { printed } from "./support/node.mjs";

const platform = { linux: "linux", win32: "windows", darwin: "darwin" }[process.platform];
const cpu = process.arch === "arm64" ? "aarch64" : process.arch;

/** Path of the binary. */
export const bun = () => binary(`@oven/bun-${platform}-${cpu}`, "bin", platform === "windows" ? "bun.exe" : "bun");

export default {
  name: "Bun",
  version: () => pinned("bun"),
  asyncHooks: () => true,
  ways: {
    "ES module": printed(bun, "run", "es-module.mjs"),
    CommonJS: printed(bun, "run", "commonjs.cjs"),
    "over node:http": printed(bun, "run", "node-http.mjs"),
  },
};
