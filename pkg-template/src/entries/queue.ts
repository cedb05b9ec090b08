/**
 * `apsara-live/queue`: the task of a message, and the next action of its consumer after a result or an error. Loads no WebAssembly.
 *
 * @example
 * ```js
 * import { decide } from "apsara-live/queue";
 *
 * const { action, afterMs, pauseMs } = decide(resultOrError);
 * ```
 *
 * @module
 */
export { type DecideOptions, type Decision, decide } from "../queues/decide.ts";
export { type ReadTask, readTask, type StopOperation, type StopTask } from "../queues/queued-task.ts";
