// The lines of --verbose: one for each event of a call.
import type { LiveEvent } from "../api/events.ts";
import type { Task } from "../api/stop-operations.ts";
import { countOf } from "./count-of.ts";
import { idOf, type Kind } from "./kinds.ts";
import { timeOf } from "./progress-bar.ts";

/** The context of a call for a task: its events name the task. In JSON, only the context that the task already had is left. */
export class TaskTag {
  readonly id: string;
  readonly #context: unknown;

  constructor(task: Task, kind: Kind) {
    this.id = idOf(task, kind);
    this.#context = task.context;
  }

  toJSON(): unknown {
    return this.#context;
  }
}

/** Returns the task with a tag. */
export const tagged = (task: Task, kind: Kind): Task => ({ ...task, context: new TaskTag(task, kind) });

export function eventLine(event: LiveEvent): string {
  const head = `${tagOf(event)} ${event.operation}`;
  switch (event.type) {
    case "request":
      return `${head}: request ${event.attempt} to ${event.host}`;
    case "response":
      return `${head}: response ${event.attempt}, HTTP ${event.status}, ${Math.round(event.durationMs)} ms, ${event.requestId ?? "no request id"}`;
    case "retry":
      return `${head}: ${event.code} in attempt ${event.attempt}, again in ${event.delayMs} ms`;
    case "credentials":
      return `${head}: credentials after ${Math.round(event.durationMs)} ms`;
    case "held":
    case "resumed":
      return `${event.operation}: ${holdWords(event)}`;
    case "outcome":
      if (event.outcome === "signed") return `${head}: signed, and not sent`;
      return `${head}: ${event.outcome}${event.outcomeUnknown ? ", outcome unknown" : ""} after ${countOf(event.attempts, "request")}`;
  }
}

/** Says that a run sends one request at a time, or goes on. */
export const holdWords = (event: Extract<LiveEvent, { readonly type: "held" | "resumed" }>): string =>
  event.type === "held"
    ? `held by ${event.code}: one request at a time until one is answered`
    : `goes on after ${timeOf(event.sinceMs)}`;

/** The ID of the task, or the number of the call: the rest of a `callId` is the same in all calls of a process. */
const tagOf = ({ context, callId }: LiveEvent): string =>
  context instanceof TaskTag ? context.id : `call ${callId.slice(callId.lastIndexOf("-") + 1)}`;
