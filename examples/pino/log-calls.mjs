// Logs the retries and the outcomes of all calls in this process, from the events on node:diagnostics_channel.
import { subscribe } from "node:diagnostics_channel";

/** Starts to log. `context` of a call is the caller's own: put in it what finds the call again, such as the ID of a room. */
export function logCalls(logger) {
  subscribe("apsara-live:retry", ({ type: _, context, ...event }) => {
    logger.warn({ ...context, ...event }, "the request failed, and is sent again");
  });
  subscribe("apsara-live:outcome", ({ type: _, context, ...event }) => {
    const level = event.outcomeUnknown || event.outcome === "failed" ? "error" : "info";
    logger[level]({ ...context, ...event }, event.outcomeUnknown ? "the task may be running" : event.outcome);
  });
}
