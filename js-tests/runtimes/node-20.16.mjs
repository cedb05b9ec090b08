// The oldest Node.js that the package says it works in.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("20.16");
