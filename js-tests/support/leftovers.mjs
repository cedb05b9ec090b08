// Counts resources that a finished call may have left behind.
import { getEventListeners } from "node:events";

/** Number of abort listeners on a signal. */
export const listeners = (signal) => getEventListeners(signal, "abort").length;

/** Number of active timers of this process. */
export const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
