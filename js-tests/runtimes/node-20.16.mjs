// The oldest Node.js that the package supports.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("20.16");
