// Runs many tasks, and tells when the service accepted which request.
import type { Progress } from "apsara-live";
import type { ManyPlan } from "./stories.ts";

/** Tasks that are stopped. A task whose response came too late is found already stopped by the next attempt. */
const stoppedOf = ({ stopped, alreadyStopped }: Progress): number => stopped + alreadyStopped;

export interface ManyProgress {
  readonly elapsedMs: number;
  readonly stopped: number;
  /** Requests that the service refused, because the quota was used up. */
  readonly throttled: number;
  /** The most requests that the service accepted within any second, by its own count. */
  readonly busiestSecond: number;
  /** Times at which it accepted one, in milliseconds since the beginning. */
  readonly acceptedMs: readonly number[];
  /** Requests that never reached the service, because of the outage. */
  readonly lost: number;
}

/** Resolves to the last counts. `report` gets them after each task. */
export async function runMany(plan: ManyPlan, report: (progress: ManyProgress) => void): Promise<ManyProgress> {
  const [{ createClient }, { createLiveEmulator, testAccessKey }] = await Promise.all([
    import("apsara-live"),
    import("apsara-live/testing"),
  ]);
  const ids = Array.from({ length: plan.tasks }, (_, i) => `task-${i + 1}`);
  const isOut = (atMs: number): boolean =>
    plan.outage !== undefined && atMs >= plan.outage.fromMs && atMs < plan.outage.untilMs;
  const emulator = createLiveEmulator({
    recordings: Object.fromEntries(ids.map((id) => [id, "RUNNING" as const])),
    quota: { stopRtcCloudRecording: plan.perSecond },
    recordTimes: true,
    faultFor: ({ at }) => (isOut(at - begunMs) ? "reset" : undefined),
  });
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch as typeof fetch });
  // The first call of a client loads the WebAssembly, which is no part of the story.
  await live.sign("StopRtcCloudRecording", { taskId: "task-1" });
  const begunMs = Date.now();
  const now = (stopped: number): ManyProgress => ({
    elapsedMs: Date.now() - begunMs,
    stopped,
    throttled: emulator.counts.stopRtcCloudRecording.refused,
    busiestSecond: emulator.counts.stopRtcCloudRecording.busiestSecond,
    acceptedMs: emulator.counts.stopRtcCloudRecording.acceptedAt.map((at) => at - begunMs),
    lost: emulator.requests.filter(({ fault }) => fault?.type === "reset").length,
  });
  const tasks = ids.map((taskId) => ({ taskId }));
  const run = live.stopAll(tasks, { onProgress: (progress) => report(now(stoppedOf(progress))) });
  return now(stoppedOf(await run.summary()));
}
