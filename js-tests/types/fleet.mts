// The subpaths of a fleet, without the types of a runtime.
import type { Client } from "apsara-live";
import {
  type ConsumeOptions,
  consumeStops,
  type StopBatch,
  type StopBindings,
  StopLimiter,
} from "apsara-live/cloudflare";
import { type Decision, decide } from "apsara-live/queue";

declare const live: Client;
declare const batch: StopBatch;
declare const env: StopBindings;

const { action, afterMs, pauseMs }: Decision = decide(new Error(), { attempt: 2 });
const delay: number | undefined = action === "retry" ? afterMs : pauseMs;
void delay;

const options: ConsumeOptions = { live, share: 0.5, quota: { stopRtcCloudRecording: 200 }, onDecision: undefined };
const { done, retry, dead } = await consumeStops(batch, env, options);
const sum: number = done + retry + dead;
void sum;

new StopLimiter({ storage: { get: async () => undefined, put: async () => {} } });

// @ts-expect-error: the client is required
await consumeStops(batch, env, {});
// @ts-expect-error: no such action
const other: boolean = action === "drop";
void other;

for await (const { task, outcome, error } of live.sweepMonitors({ olderThanMs: 0, dryRun: true, signal: null })) {
  const { monitorId, context } = task;
  const words: (string | undefined)[] = [monitorId, context.monitorName, context.startTime, outcome, error?.code];
  void words;
}
// @ts-expect-error: it lists monitors, not tasks of any kind
for await (const { task } of live.sweepMonitors({ olderThanMs: 0 })) void task.taskId;
