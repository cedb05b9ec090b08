// A Node.js as a runtime of the matrix.
import { nodePackage, pinned, pinnedNode } from "../../support/paths.mjs";
import { runProgram } from "../../support/run-program.mjs";

/** How a program that prints its results is run by `file`. */
export const printed =
  (file, ...args) =>
  async ({ t, folder, control }) =>
    JSON.parse(await runProgram(file(), [...args, control], { cwd: folder, signal: t.signal }));

/** The runtime whose binary is `file()`. */
export const node = (version, file) => ({
  name: "Node.js",
  version,
  ways: {
    "ES module": printed(file, "es-module.mjs"),
    CommonJS: printed(file, "commonjs.cjs"),
  },
});

/** The newest of a line, such as "24", that package.json pins. */
export const pinnedLine = (line) =>
  node(
    () => pinned(nodePackage(line)),
    () => pinnedNode(line),
  );
