// A run in a new process: nothing is compiled, connected or measured before its first task.
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";

const [endpoint, count] = process.argv.slice(2);
const tasks = Array.from({ length: Number(count) }, (_, i) => ({ taskId: `recording-${i}` }));
const live = createClient({ credentials: testAccessKey, endpoint });
console.log(JSON.stringify(await live.stopAll(tasks).summary()));
