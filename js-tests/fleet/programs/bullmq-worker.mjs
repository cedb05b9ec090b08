// A process with a worker for each queue, as a user would start it on each machine.
import { createClient } from "apsara-live";
import { stopProcessor, stopQueue, stopQueueName, stopWorkerOptions } from "apsara-live/bullmq";
import { testAccessKey } from "apsara-live/testing";
import { createPostgresBackend, Worker } from "bullmq";

const { connection, backend, endpoint, naive } = JSON.parse(process.env.FLEET);
const factory = backend === "postgres" ? createPostgresBackend : undefined;

const live = createClient({ credentials: testAccessKey, endpoint, quota: false });
const queue = stopQueue(connection, { backend: factory, onWarning: () => {} });
const processor = stopProcessor(live, queue);

const workers = ["StopRtcCloudRecording", "StopLiveStreamMonitor"].map((operation) => {
  const options = { connection, ...stopWorkerOptions(operation), ...naive };
  return new Worker(stopQueueName(operation), processor, options, factory);
});
// A broker that restarts is an error of each connection; without a listener it would end the process.
for (const emitter of [...workers, ...Object.values(queue.queues)]) emitter.on("error", () => {});
await Promise.all(workers.map((worker) => worker.waitUntilReady()));
process.send?.("ready");
