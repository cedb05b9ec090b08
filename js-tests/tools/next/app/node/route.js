// Route handler in Node.js.
import { stop } from "../../stop.js";

export const GET = stop;
