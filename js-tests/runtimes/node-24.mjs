// The newest Node.js 24.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("24");
