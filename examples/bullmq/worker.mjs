// A worker of the fleet: start it on as many machines as you like. Credentials come from the ALIBABA_CLOUD_* variables.
import { createClient } from "apsara-live";
import { stopQueue, stopWorkers } from "apsara-live/bullmq";
import { backend, connection } from "./connection.mjs";

// The queue paces the requests of all machines. LIVE_ENDPOINT is for the emulator.
const live = createClient({ quota: false, endpoint: process.env.LIVE_ENDPOINT });
const queue = stopQueue(connection, { backend });
// share: 0.8 leaves a fifth of the quota to other users of the account.
const { workers, close } = await stopWorkers(live, queue, { share: 0.8 });

for (const worker of Object.values(workers)) {
  worker.on("completed", (job, { outcome }) => console.log(JSON.stringify(job.data), outcome));
  worker.on("failed", (job, error) => console.error(JSON.stringify(job?.data), error.message));
}

process.once("SIGTERM", async () => {
  // Jobs that are under way finish first.
  await close();
  await queue.close();
});
