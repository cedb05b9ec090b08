// The program for Node.js, which is told where the service is.
import { stop } from "./stop.js";

stop(process.argv[2]).then(({ outcome }) => console.log(outcome));
