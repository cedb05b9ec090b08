// Runs a long plan of many tasks in seconds.
import type { ManyProgress } from "./run-many.ts";
import type { ManyPlan } from "./stories.ts";

export interface WorkerOrder {
  readonly plan: ManyPlan;
  /** How much faster its clock runs. */
  readonly factor: number;
}

export interface WorkerMessage {
  readonly progress: ManyProgress;
  readonly isLast: boolean;
}

/** As `runMany`, in a worker. A worker that fails rejects. */
export function runFast(order: WorkerOrder, report: (progress: ManyProgress) => void): Promise<ManyProgress> {
  const worker = new Worker(new URL("./fast-worker.ts", import.meta.url), { type: "module" });
  return new Promise<ManyProgress>((resolve, reject) => {
    worker.addEventListener("message", ({ data: { progress, isLast } }: MessageEvent<WorkerMessage>) =>
      isLast ? resolve(progress) : report(progress),
    );
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}
