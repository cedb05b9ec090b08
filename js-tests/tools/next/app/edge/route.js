// Route handler in the edge runtime.
import { stop } from "../../stop.js";

export const runtime = "edge";
export const GET = stop;
