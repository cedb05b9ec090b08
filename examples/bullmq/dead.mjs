// Lists the dead tasks, as one JSON line each:  node dead.mjs
// Adds them again, after the cause is gone:     node dead.mjs --revive [CODE]
import { stopQueue } from "apsara-live/bullmq";
import { backend, connection } from "./connection.mjs";

const [option, code] = process.argv.slice(2);
const queue = stopQueue(connection, { backend });
if (option === "--revive") {
  const revived = await queue.revive((dead) => code === undefined || dead.code === code);
  console.log(`${revived.length} tasks`);
} else {
  for (const dead of await queue.dead()) console.log(JSON.stringify(dead));
}
await queue.close();
