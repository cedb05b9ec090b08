// `status`: prints the state of tasks.

import { LiveError } from "../api/live-error.ts";
import type { CallOptions } from "../api/options.ts";
import type { Task } from "../api/stop-operations.ts";
import type { Client } from "../client/client.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import { STATE_QUESTIONS } from "../generated/stops.ts";
import { keyOf } from "../options/params.ts";
import { isObject } from "../options/validate.ts";
import { gapError, listedMonitors, totalOf } from "../stop-all/running-monitors.ts";
import { stateWord } from "../stop-all/state-word.ts";
import { type Arguments, wholeNumber } from "./arguments.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { errorJson, exitCodeOfError, explained, report } from "./explain.ts";
import { onInterrupt } from "./interrupts.ts";
import { idOf, isListed, type Kind, memberOf, namedBy } from "./kinds.ts";
import { type Output, oneLine, type Style } from "./output.ts";
import { kindOf, readTasks } from "./read-ids.ts";
import { refuseParams } from "./running-tasks.ts";
import { UsageError } from "./usage-error.ts";
import { TaskTag } from "./verbose.ts";

/** The state of one task. */
interface State {
  readonly id: string;
  /** The members that tell the task from others. */
  readonly named: Described;
  readonly status: string;
  readonly detail: string;
  /** The service's own words, for JSON. */
  readonly reply: unknown;
}

/** At most this many requests are under way: the client paces them by the quota. */
const CONCURRENCY = 8;

/** The state of a monitor that is not in the list. */
const NOT_FOUND = "NOT-FOUND";

export async function status(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const kind = kindOf(args);
  const tasks = await readTasks(args, kind);
  const isList = isListed(kind) && args.words.length === 1 && args.value("from") === undefined;
  if (isList) refuseParams(args);
  if (tasks.length === 0 && !isList) {
    throw new UsageError(
      `no ${kind.noun} is given`,
      "Give ids as arguments, by --from FILE, or - to read them from stdin.",
    );
  }
  const rate = wholeNumber(args, "rate", 1, LIMITS.maxQuota);
  const { method } = OPERATIONS[STATE_QUESTIONS[kind.operation].operation];
  const { live } = await connected(args, output, modules, rate === undefined ? {} : { quota: { [method]: rate } });
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const stopListening = onInterrupt(end);
  output.readerGone.addEventListener("abort", end);
  const counts = { failed: 0, again: 0 };
  const states = isList ? allMonitors(kind, live, ending.signal) : statesOf(tasks, kind, live, ending.signal);
  try {
    for await (const state of states) {
      if (ending.signal.aborted) break;
      if (state instanceof Failed) fail(state, output, counts);
      else show(state, output);
      if (state instanceof Failed || state.status !== NOT_FOUND) continue;
      counts.failed += 1;
      report(output, {
        happened: `${state.id}: this account has no such ${kind.noun}`,
        means: "Nothing was changed.",
        remedy: "Check the id, the credentials and --region.",
      });
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    stopListening();
  }
  if (output.readerGone.aborted) return EXIT.ok;
  return exitCodeOf(counts, ending.signal.aborted);
}

class Failed {
  constructor(
    readonly id: string,
    readonly named: Described,
    readonly error: LiveError,
  ) {}
}

/** Yields the states in the order of the input. */
async function* statesOf(
  tasks: readonly Task[],
  kind: Kind,
  live: Client,
  signal: AbortSignal,
): AsyncGenerator<State | Failed> {
  const asked = (task: Task): Promise<State | Failed> =>
    taskState(task, kind, live, signal).catch((error: unknown) => {
      if (error instanceof LiveError) return new Failed(idOf(task, kind), namedBy(task, kind), error);
      throw error;
    });
  const underWay: Promise<State | Failed>[] = [];
  for (const task of tasks) {
    const state = asked(task);
    // Awaited below, in order: until then its failure is not unhandled.
    state.catch(() => {});
    underWay.push(state);
    const first = underWay.length >= CONCURRENCY ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const state of underWay) yield await state;
}

type Described = Readonly<Record<string, unknown>>;

/** Asks for the state of one task, with the parameters of the describing operation. */
async function taskState(task: Task, kind: Kind, live: Client, signal: AbortSignal): Promise<State> {
  const { operation, list } = STATE_QUESTIONS[kind.operation];
  const { method, parameters } = OPERATIONS[operation];
  const params = Object.keys(parameters).map((name) => [keyOf(name), memberOf(task, keyOf(name))]);
  // biome-ignore lint/plugin: a union of operations does not say that the parameters belong to the method
  const ask = live[method] as unknown as (params: unknown, options: CallOptions) => Promise<Described>;
  const { attempts: _, ...reply } = await ask(Object.fromEntries(params), { signal, context: new TaskTag(task, kind) });
  const named = namedBy(task, kind);
  if (list === null) return stateOf(named, reply, kind);
  const tasks = reply[list];
  // Without a list, nobody knows whether the task is there.
  if (!Array.isArray(tasks)) return stateOf(named, reply, kind);
  const rows = tasks.filter(isObject);
  const found = rows.find((row: Described) => row[kind.id] === memberOf(task, kind.id));
  // Counted, and not listed: nobody knows either.
  if (found === undefined && (totalOf(reply.total) ?? 0) > rows.length) return stateOf(named, {}, kind);
  if (found === undefined) return { id: idOf(task, kind), named, status: NOT_FOUND, detail: "", reply: null };
  return stateOf(named, found, kind);
}

async function* allMonitors(kind: Kind, live: Client, signal: AbortSignal): AsyncGenerator<State> {
  const onGap = (missing: number): never => {
    throw gapError(missing);
  };
  for await (const monitor of listedMonitors(live, {}, signal, onGap)) {
    yield stateOf({ monitorId: monitor.monitorId }, { ...monitor }, kind);
  }
}

function stateOf(named: Described, described: Described, { id, operation }: Kind): State {
  const question = STATE_QUESTIONS[operation];
  const status = described[question.status];
  const word = stateWord(question.states, status) ?? status;
  return {
    id: String(named[id]),
    named,
    // A word of the service stays as it is.
    status: typeof word === "string" ? word : "UNKNOWN",
    detail: DETAILS[operation]?.(described) ?? "",
    reply: described,
  };
}

/** What else to show of a task, by operation: texts alone, because a reply may hold anything. */
const DETAILS: { readonly [Name in StopName]?: (described: Described) => string } = {
  StopRtcCloudRecording: ({ recordFileList }) => {
    const { hlsFileList, mp3FileList, mp4FileList }: Described = Object(recordFileList);
    return [hlsFileList, mp3FileList, mp4FileList].flat().filter(isText).join(" ");
  },
  StopLiveStreamMonitor: ({ monitorName }) => (isText(monitorName) ? monitorName : ""),
};

const isText = (value: unknown): value is string => typeof value === "string";

/** By the words of the service, which may be any. */
const STYLES = new Map<string, Style>([
  ["RUNNING", "yellow"],
  ["STOPPED", "green"],
  [NOT_FOUND, "red"],
]);

function show({ id, named, status, detail, reply }: State, output: Output): void {
  if (output.json) {
    output.value({ type: "status", ...named, status, reply });
  } else if (output.isDataShown) {
    const word = { style: STYLES.get(status) ?? "dim", text: oneLine(status).padEnd(10) } as const;
    output.data(word, `  ${oneLine(id)}  ${oneLine(detail)}`);
  } else {
    output.data([status, id, detail].map(oneLine).join("\t"));
  }
}

function fail({ id, named, error }: Failed, output: Output, counts: { failed: number; again: number }): void {
  if (output.json) output.value({ type: "status", ...named, error: errorJson(error) });
  const explanation = explained(error, "read");
  report(output, { ...explanation, happened: `${id}: ${explanation.happened}` });
  if (exitCodeOfError(error) === EXIT.again) counts.again += 1;
  else counts.failed += 1;
}
