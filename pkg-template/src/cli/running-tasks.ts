// `stop monitor --running`: the tasks that run, found before the first of them is stopped, because a stop shrinks the list.
import type { LiveError } from "../api/live-error.ts";
import type { Task } from "../api/stop-operations.ts";
import type { Client } from "../client/client.ts";
import { runningMonitors } from "../stop-all/running-monitors.ts";
import { type Arguments, timeMs } from "./arguments.ts";
import { countOf } from "./count-of.ts";
import { onInterrupt } from "./interrupts.ts";
import { isListed, type Kind } from "./kinds.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

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
      `--running lists monitors, and no ${kind.noun}s`,
      `Keep the id of each ${kind.noun} that you start.`,
    );
  }
  if (args.words.length > 1 || args.has("from")) {
    throw new UsageError("--running and ids are given", "Give one of the two.");
  }
  refuseParams(args);
  return true;
}

/** A command about all tasks of the account: a parameter would look like a filter, and be none. */
export function refuseParams(args: Arguments): void {
  if (args.has("param")) throw new UsageError("--param is given without ids", "Give the ids, or leave out --param.");
}

/** The tasks of a command, and the error if others may be running. */
export interface FoundTasks {
  readonly tasks: readonly Task[];
  readonly doubt: LiveError | undefined;
}

/** Finds the monitors that have run for longer than `--older-than`, or all that run; `undefined` after a Ctrl-C. */
export async function runningTasks(
  args: Arguments,
  kind: Kind,
  live: Client,
  output: Output,
): Promise<FoundTasks | undefined> {
  const olderThanMs = timeMs(args, "older-than", MAX_DAYS) ?? 0;
  const ending = new AbortController();
  const stopListening = onInterrupt(() => ending.abort());
  try {
    const { tasks, younger, timeless, doubt } = await runningMonitors(live, olderThanMs, ending.signal);
    if (younger > 0) output.talk(`${countOf(younger, kind.noun)} running for a shorter time: not stopped`);
    if (timeless > 0) output.talk(`${countOf(timeless, kind.noun)} without the time of the start: not stopped`);
    if (tasks.length === 0) output.talk(`no ${kind.noun} to stop`);
    return { tasks, doubt };
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    output.error("interrupted: nothing was stopped");
    return undefined;
  } finally {
    stopListening();
  }
}
