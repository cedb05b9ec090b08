// A worker of the fleet: start it on as many machines as you like. Credentials come from the ALIBABA_CLOUD_* variables.
import { createClient } from "apsara-live";
import { stopProcessor, stopQueue, stopQueueName, stopWorkerOptions } from "apsara-live/bullmq";
import { Worker } from "bullmq";
import { backend, connection } from "./connection.mjs";

// The queue paces the requests of all machines. LIVE_ENDPOINT is for the emulator.
const live = createClient({ quota: false, endpoint: process.env.LIVE_ENDPOINT });
const queue = stopQueue(connection, { backend });
const processor = stopProcessor(live, queue);

const workers = ["StopRtcCloudRecording", "StopLiveStreamMonitor"].map(
  (operation) =>
    // share: 0.8 leaves a fifth of the quota to other users of the account.
    new Worker(
      stopQueueName(operation),
      processor,
      { connection, ...stopWorkerOptions(operation, { share: 0.8 }) },
      backend,
    ),
);
for (const worker of workers) {
  worker.on("completed", (job, { outcome }) => console.log(JSON.stringify(job.data), outcome));
  worker.on("failed", (job, error) => console.error(JSON.stringify(job?.data), error.message));
  // Without a listener, a broker that restarts ends the process.
  worker.on("error", (error) => console.error(error.message));
}
for (const each of Object.values(queue.queues)) each.on("error", (error) => console.error(error.message));

process.once("SIGTERM", async () => {
  // Jobs that are under way finish first.
  await Promise.all(workers.map((worker) => worker.close()));
  await queue.close();
});
