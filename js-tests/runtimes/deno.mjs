// Deno, with no permission but to reach the emulators: environment variables, files and questions are refused.
import { binary, pinned } from "../support/paths.mjs";
import { printed } from "./support/node.mjs";

const packaged = `deno-${process.platform}-${process.arch}`;

/** The binary, and its version. */
export const deno = () => binary(packaged, process.platform === "win32" ? "deno.exe" : "deno");
export const version = () => pinned(packaged);

export default {
  name: "Deno",
  version,
  ways: {
    "ES module, with --allow-net alone": printed(
      deno,
      "run",
      "--no-prompt",
      "--no-remote",
      "--allow-net=127.0.0.1",
      "es-module.mjs",
    ),
  },
};
