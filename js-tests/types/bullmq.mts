// apsara-live/bullmq with the types of BullMQ: its queues, jobs and options fit.
import { createClient } from "apsara-live";
import { stopJob, stopProcessor, stopQueue, stopQueueName, stopWorkerOptions, stopWorkers } from "apsara-live/bullmq";
import { createPostgresBackend, type Job, Queue, Worker } from "bullmq";

const connection = { host: "127.0.0.1", port: 6379 };
const queue = stopQueue(connection);
const job: Job = await queue.add({ taskId: "x" });
void job;
const { added } = await queue.add({ taskId: "x" });
const isNew: boolean = added === "added" || added === "waiting" || added === "runs-again" || added === "revived";
void isNew;
const codes: (string | undefined)[] = (await queue.dead()).map(({ code }) => code);
await queue.revive(({ code, operation }) => code === codes[0] && operation === "StopLiveStreamMonitor");
await queue.addBulk(new Set([{ taskId: "x" }, { monitorId: "y", ownerId: 5n }]));
const at = new Date();
const isMoved: boolean = (await queue.add({ taskId: "x" }, { at })).added === "moved";
void isMoved;
await queue.addBulk([{ taskId: "x" }], { at: ({ context }) => Number(context) });
// @ts-expect-error a time that is missing would stop the task at once
await queue.add({ taskId: "x" }, { at: undefined as Date | undefined });
// @ts-expect-error no text
await queue.add({ taskId: "x" }, { at: "2027-01-11T12:05:00Z" });
const isCancelled: boolean = (await queue.cancel({ taskId: "x" })) === "cancelled";
void isCancelled;
const own: Queue = queue.queues.StopLiveStreamMonitor;
await own.pause();

const processor = stopProcessor(createClient(), queue);
for (const operation of ["StopRtcCloudRecording", "StopLiveStreamMonitor"] as const) {
  new Worker(stopQueueName(operation), processor, { connection, ...stopWorkerOptions(operation, { share: 0.5 }) });
}

const postgres = { connectionString: "postgres://127.0.0.1/queues", migrate: true };
const onPostgres = stopQueue(postgres, { backend: createPostgresBackend });
new Worker(
  stopQueueName("StopRtcCloudRecording"),
  stopProcessor(createClient(), onPostgres),
  { connection: postgres, ...stopWorkerOptions("StopRtcCloudRecording") },
  createPostgresBackend,
);

const { workers, close } = await stopWorkers(createClient(), onPostgres, {
  quota: { stopLiveStreamMonitor: 20 },
  worker: { concurrency: 8 },
});
workers.StopLiveStreamMonitor.on("completed", (done, { outcome }) => console.log(done.data, outcome));
await close();
stopQueue(connection, { timeoutMs: 5000, onWarning: ({ code, message }) => console.error(code === "held", message) });

const { name, data, opts } = stopJob({ taskId: "x" });
await new Queue("own", { connection }).add(name, data, opts);
// @ts-expect-error: neither a recording nor a monitor
stopJob({ id: "x" });
// @ts-expect-error: no such operation
stopWorkerOptions("StopEverything");
