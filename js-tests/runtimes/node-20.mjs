// The newest Node.js 20.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("20");
