// The Node.js that runs the tests; the whole matrix runs one of every line instead.
import { node } from "./support/node.mjs";

export default {
  part: "fast only",
  ...node(
    () => process.versions.node,
    () => process.execPath,
  ),
};
