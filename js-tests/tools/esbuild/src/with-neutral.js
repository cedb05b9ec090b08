// Host program for the bundle without a platform.
import { stop } from "../dist/neutral/stop.js";

const { outcome } = await stop(process.argv[2]);
console.log(outcome);
