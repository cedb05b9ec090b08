// The newest Node.js 26.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("26");
