/**
 * `apsara-live/queue`: the next action of a queue's consumer after a result or an error. Loads no WebAssembly.
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
