// Adds the recordings whose IDs are in the lines of the standard input:  node add.mjs < ids.txt
import { createInterface } from "node:readline";
import { stopQueue } from "apsara-live/bullmq";
import { backend, connection } from "./connection.mjs";

const queue = stopQueue(connection, { backend });
const tasks = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") tasks.push({ taskId: line.trim() });
}
const jobs = await queue.addBulk(tasks);
await queue.close();
// "added", "waiting", "runs-again" or "revived".
for (const { data, added } of jobs) console.log(data.taskId, added);
