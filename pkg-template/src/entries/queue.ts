/**
 * `apsara-live/queue`: what the consumer of any queue does with a stopped task or an error. Loads no WebAssembly.
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
