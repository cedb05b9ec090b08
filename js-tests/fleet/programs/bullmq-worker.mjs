// A process with a worker for each queue, as a user would start it on each machine.
import { createClient } from "apsara-live";
import { stopQueue, stopWorkers } from "apsara-live/bullmq";
import { testAccessKey } from "apsara-live/testing";
import { createPostgresBackend } from "bullmq";

const { connection, backend, endpoint, naive, aheadMs = 0 } = JSON.parse(process.env.FLEET);

// The clock of a machine that is set wrong.
const now = Date.now;
if (aheadMs !== 0) Date.now = () => now() + aheadMs;

const live = createClient({ credentials: testAccessKey, endpoint, quota: false });
const queue = stopQueue(connection, {
  backend: backend === "postgres" ? createPostgresBackend : undefined,
  onWarning: (warning) => process.send?.(warning),
});
await stopWorkers(live, queue, { worker: naive });
process.send?.("ready");
