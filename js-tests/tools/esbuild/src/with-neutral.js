// A host of its own for the bundle that knows no platform.
import { stop } from "../dist/neutral/stop.js";

const { outcome } = await stop(process.argv[2]);
console.log(outcome);
