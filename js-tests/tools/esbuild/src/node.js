// Program for Node.js; the argument is the endpoint.
import { stop } from "./stop.js";

stop(process.argv[2]).then(({ outcome }) => console.log(outcome));
