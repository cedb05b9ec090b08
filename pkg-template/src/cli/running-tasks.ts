// `stop monitor --running`: the tasks that run, found before the first of them is stopped, because a stop shrinks the list.
import type { Task } from "../api/stop-operations.ts";
import type { Client } from "../client/client.ts";
import { type Arguments, timeMs } from "./arguments.ts";
import { countOf } from "./count-of.ts";
import { onInterrupt } from "./interrupts.ts";
import { isListed, type Kind, taskOf } from "./kinds.ts";
import { listedMonitors } from "./monitor-list.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** The state of a monitor that runs, and the order by the time of the start: a later start comes behind the pages that were read. */
const RUNNING = { status: 1, orderRule: 2 };

/** The longest time of --older-than. */
const MAX_DAYS = 366;

/** Checks the options; returns whether the command is about the tasks that run. */
export function isSweep(args: Arguments, kind: Kind): boolean {
  if (!args.has("running")) {
    if (args.has("older-than")) throw new UsageError("--older-than is given without --running", "Add --running.");
    return false;
  }
  if (!isListed(kind)) {
    throw new UsageError(
      `the service has no list of ${kind.noun}s`,
      "Keep the id of each recording that you start. MaxIdleTime of its start ends it when it is idle.",
    );
  }
  if (args.words.length > 1 || args.has("from")) {
    throw new UsageError("--running and ids are given", "Give one of the two.");
  }
  return true;
}

/** Finds the monitors that have run for longer than `--older-than`, or all that run; `undefined` after a Ctrl-C. */
export async function runningTasks(
  args: Arguments,
  kind: Kind,
  live: Client,
  output: Output,
): Promise<Task[] | undefined> {
  const olderThanMs = timeMs(args, "older-than", MAX_DAYS);
  const ending = new AbortController();
  const stopListening = onInterrupt(() => ending.abort());
  const tasks: Task[] = [];
  let [younger, timeless] = [0, 0];
  try {
    for await (const { monitorId, monitorName, status, startTime } of listedMonitors(live, RUNNING, ending.signal)) {
      // Not by the filter alone: a gateway that ignores a parameter would have everything stopped.
      if (monitorId === undefined || status !== RUNNING.status) continue;
      // By the clock of the service, which wrote the time.
      const ageMs = Date.now() + live.clockOffsetMs - Date.parse(startTime ?? "");
      if (olderThanMs === undefined || ageMs >= olderThanMs) {
        tasks.push(taskOf(kind, { [kind.id]: monitorId, context: { monitorName, startTime } }));
      } else if (Number.isNaN(ageMs)) timeless += 1;
      else younger += 1;
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    output.error("interrupted: nothing was stopped");
    return undefined;
  } finally {
    stopListening();
  }
  if (younger > 0) output.talk(`${countOf(younger, kind.noun)} running for a shorter time: not stopped`);
  if (timeless > 0) output.talk(`${countOf(timeless, kind.noun)} without the time of the start: not stopped`);
  if (tasks.length === 0) output.talk(`no ${kind.noun} to stop`);
  return tasks;
}
