// Calls the handler of a function as its platform does, in a process of its own, and prints the result as JSON.
//
//   node invoke.mjs <file> <kind> <event as JSON>
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, kind, event, context = "{}"] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(resolve(file)));

/** The arguments of a handler on each platform. */
const platforms = {
  // Lambda's runtime parses the event.
  lambda: () => {
    const { remainingMs } = JSON.parse(context);
    const until = Date.now() + remainingMs;
    return [JSON.parse(event), { getRemainingTimeInMillis: () => until - Date.now() }];
  },
  // Function Compute's runtime hands over the bytes.
  "function-compute": () => [Buffer.from(event), JSON.parse(context)],
};

console.log(JSON.stringify(await handler(...platforms[kind]())));
