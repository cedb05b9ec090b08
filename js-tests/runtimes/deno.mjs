// Deno, with permission for the emulators' address only: no environment variables, no files, no prompts.
import { binary, pinned } from "../support/paths.mjs";
import { printed } from "./support/node.mjs";

const packaged = `deno-${process.platform}-${process.arch}`;

/** Path of the binary. */
export const deno = () => binary(packaged, process.platform === "win32" ? "deno.exe" : "deno");
export const version = () => pinned(packaged);

const ran = (...args) => printed(deno, "run", "--no-prompt", "--no-remote", "--allow-net=127.0.0.1", ...args);

export default {
  name: "Deno",
  version,
  asyncHooks: () => true,
  ways: {
    "ES module, with --allow-net alone": ran("es-module.mjs"),
    // Its node:https reads the authorities of the system.
    "over node:http": ran("--allow-sys", "--allow-env=NODE_USE_SYSTEM_CA,NODE_EXTRA_CA_CERTS", "node-http.mjs"),
  },
};
