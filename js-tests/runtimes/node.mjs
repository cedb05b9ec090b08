// The Node.js that runs the tests, whichever that is; the whole matrix has those of every line in its place.
import { node } from "./support/node.mjs";

export default {
  part: "fast only",
  ...node(
    () => process.versions.node,
    () => process.execPath,
  ),
};
