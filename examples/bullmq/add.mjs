// Adds the recordings whose IDs are in the lines of the standard input:  node add.mjs < ids.txt
import { createInterface } from "node:readline";
import { stopQueue } from "apsara-live/bullmq";
import { backend, connection } from "./connection.mjs";

const queue = stopQueue(connection, { backend });
const tasks = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") tasks.push({ taskId: line.trim() });
}
await queue.addBulk(tasks);
await queue.close();
console.log(`${tasks.length} tasks`);
