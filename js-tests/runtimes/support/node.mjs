// Node.js as a runtime of the matrix.
import { nodePackage, pinned, pinnedNode } from "../../support/paths.mjs";
import { runProgram } from "../../support/run-program.mjs";

/** Returns a way that runs a program with `file()` and parses the results that it prints. */
export const printed =
  (file, ...args) =>
  async ({ t, folder, control }) =>
    JSON.parse(await runProgram(file(), [...args, control], { cwd: folder, signal: t.signal }));

/** Returns the runtime whose binary is `file()`. */
export const node = (version, file) => ({
  name: "Node.js",
  version,
  asyncHooks: () => true,
  ways: {
    "ES module": printed(file, "es-module.mjs"),
    CommonJS: printed(file, "commonjs.cjs"),
    "over node:http": printed(file, "node-http.mjs"),
  },
});

/** Returns the newest Node.js of a line, such as "24", as pinned in package.json. */
export const pinnedLine = (line) =>
  node(
    () => pinned(nodePackage(line)),
    () => pinnedNode(line),
  );
