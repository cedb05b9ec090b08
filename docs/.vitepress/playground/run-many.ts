// Runs the story of many tasks, and counts requests while it goes.
import { MANY } from "./stories.ts";

/** The length of the time that one bar of the chart stands for. */
export const BAR_MS = 500;

export interface ManyProgress {
  readonly elapsedMs: number;
  readonly stopped: number;
  readonly attempts: number;
  /** Requests that the service refused, because the quota was used up. */
  readonly throttled: number;
  /** The most requests that the service accepted within any second. */
  readonly busiestSecond: number;
  /** Requests in each time of {@link BAR_MS}. */
  readonly bars: readonly number[];
}

/** Resolves to the last counts. `report` gets them after each task. */
export async function runMany(report: (progress: ManyProgress) => void): Promise<ManyProgress> {
  const [{ createClient }, { createLiveEmulator, testAccessKey }] = await Promise.all([
    import("apsara-live"),
    import("apsara-live/testing"),
  ]);
  const ids = Array.from({ length: MANY.tasks }, (_, i) => `task-${i + 1}`);
  const emulator = createLiveEmulator({
    recordings: Object.fromEntries(ids.map((id) => [id, "RUNNING" as const])),
    quota: { stopRtcCloudRecording: MANY.perSecond },
  });
  const bars: number[] = [];
  const begun = performance.now();
  const elapsedMs = (): number => performance.now() - begun;
  const counted: typeof fetch = (input, init) => {
    const bar = Math.floor(elapsedMs() / BAR_MS);
    while (bars.length <= bar) bars.push(0);
    bars[bar] = (bars[bar] ?? 0) + 1;
    return (emulator.fetch as typeof fetch)(input, init);
  };
  const live = createClient({ credentials: testAccessKey, fetch: counted });
  const now = (stopped: number, attempts: number): ManyProgress => ({
    elapsedMs: elapsedMs(),
    stopped,
    attempts,
    throttled: emulator.counts.stopRtcCloudRecording.refused,
    busiestSecond: emulator.counts.stopRtcCloudRecording.busiestSecond,
    bars: [...bars],
  });
  const onProgress = ({ stopped, attempts }: { stopped: number; attempts: number }): void =>
    report(now(stopped, attempts));
  const { stopped, attempts } = await live
    .stopAll(
      ids.map((taskId) => ({ taskId })),
      { onProgress },
    )
    .summary();
  return now(stopped, attempts);
}
