// The newest Node.js 22.
import { pinnedLine } from "./support/node.mjs";

export default pinnedLine("22");
