// Prints the rate and the refused requests of one run of `stopAll` in a new process; the arguments are the number of tasks and the quota.
import { createClient } from "apsara-live";
import { tasks } from "../../js-tests/support/portable/many-tasks.mjs";
import { credentials } from "../lib/input.mjs";
import { limitedService } from "../lib/limited-service.mjs";

const [count, quota] = process.argv.slice(2).map(Number);
const { fetch, counts } = limitedService(quota);
let firstMs;
let lastMs;
const live = createClient({
  credentials,
  fetch: async (url) => {
    firstMs ??= performance.now();
    const response = await fetch(url);
    lastMs = performance.now();
    return response;
  },
});
await live.stopAll(tasks(count)).summary();
const { refused, stopped } = counts;
const perSecond = stopped.size / ((lastMs - firstMs) / 1000);
process.stdout.write(JSON.stringify({ perSecond, refused, left: count - stopped.size }));
