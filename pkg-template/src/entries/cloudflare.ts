/**
 * `apsara-live/cloudflare`: stops tasks with Cloudflare Queues, within the quota of the account. Loads no WebAssembly itself;
 * the client that you give does.
 *
 * @example
 * ```js
 * import { consumeStops } from "apsara-live/cloudflare";
 * export { StopLimiter } from "apsara-live/cloudflare";
 * ```
 *
 * @module
 */
export type {
  DeadLetterQueue,
  LimiterNamespace,
  LimiterState,
  ScheduleBindings,
  StopBatch,
  StopBindings,
  StopInstance,
  StopMessage,
  StopQueue,
  StopWorkflowBinding,
  WorkflowStepLike,
} from "../queues/cloudflare/bindings.ts";
export { type ConsumedStops, type ConsumeOptions, consumeStops } from "../queues/cloudflare/consume-stops.ts";
export { cancelStop, type ScheduledStop, scheduleStop, sendWhenDue } from "../queues/cloudflare/schedule.ts";
export { StopLimiter } from "../queues/cloudflare/stop-limiter.ts";
export type { Decision } from "../queues/decide.ts";
export type { StopOperation, StopTask } from "../queues/queued-task.ts";
export type { StopTime } from "../queues/stop-time.ts";
export type { StopClient, TaskResult } from "../queues/try-once.ts";
