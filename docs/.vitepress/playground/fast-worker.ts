// Runs many tasks in a worker, with a clock that runs faster.
import { quicken } from "./clock.ts";
import type { WorkerMessage, WorkerOrder } from "./run-fast.ts";
import { runMany } from "./run-many.ts";

const send = (message: WorkerMessage): void => self.postMessage(message);

self.addEventListener("message", async ({ data: { plan, factor } }: MessageEvent<WorkerOrder>) => {
  quicken(factor);
  send({ progress: await runMany(plan, (progress) => send({ progress, isLast: false })), isLast: true });
});
