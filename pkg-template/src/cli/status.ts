// `status recording` and `status monitor`: print the state of tasks.

import { LiveError } from "../api/live-error.ts";
import type { Task } from "../api/stop-all.ts";
import type { Client } from "../client/client.ts";
import { LIMITS } from "../generated/limits.ts";
import { type Arguments, wholeNumber } from "./arguments.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { errorJson, exitCodeOfError, explained, report } from "./explain.ts";
import { onInterrupt } from "./interrupts.ts";
import { type Output, oneLine, type Style } from "./output.ts";
import { idKey, idOf, type Kind, kindOf, readTasks } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

/** The state of one task. */
interface State {
  readonly id: string;
  readonly status: string;
  readonly detail: string;
  /** The service's own words, for JSON. */
  readonly reply: unknown;
}

/** At most this many questions are under way: the client paces them by the quota. */
const CONCURRENCY = 8;

/** The state of a monitor that is not in the list. */
const NOT_FOUND = "NOT-FOUND";

/** The vendor's examples have pages of this size. */
const PAGE_SIZE = 10;

export async function status(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const kind = kindOf(args);
  const tasks = await readTasks(args, kind);
  const isList = kind === "monitor" && args.words.length === 1 && args.value("from") === undefined;
  if (tasks.length === 0 && !isList) {
    throw new UsageError(`no ${kind} is given`, "Give ids as arguments, by --from FILE, or - to read them from stdin.");
  }
  const rate = wholeNumber(args, "rate", 1, LIMITS.maxQuota);
  const method = kind === "recording" ? "describeRtcCloudRecordingFiles" : "describeLiveStreamMonitorList";
  const { live } = await connected(args, output, modules, rate === undefined ? {} : { quota: { [method]: rate } });
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const stopListening = onInterrupt(end, end);
  output.readerGone.addEventListener("abort", end);
  const counts = { failed: 0, again: 0 };
  const states = isList ? allMonitors(live, ending.signal) : statesOf(tasks, kind, live, ending.signal);
  try {
    for await (const state of states) {
      if (ending.signal.aborted) break;
      if (state instanceof Failed) fail(state, kind, output, counts);
      else show(state, kind, output);
      if (state instanceof Failed || state.status !== NOT_FOUND) continue;
      counts.failed += 1;
      report(output, {
        happened: `${state.id}: this account has no such monitor`,
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
  const ask = kind === "recording" ? recordingState : monitorState;
  const asked = (task: Task): Promise<State | Failed> =>
    ask(task, live, signal).catch((error: unknown) => {
      if (error instanceof LiveError) return new Failed(idOf(task), error);
      throw error;
    });
  const underWay: Promise<State | Failed>[] = [];
  for (const task of tasks) {
    const question = asked(task);
    // Awaited below, in order: until then its failure is not unhandled.
    question.catch(() => {});
    underWay.push(question);
    if (underWay.length >= CONCURRENCY) yield (await underWay.shift()) as State | Failed;
  }
  for (const question of underWay) yield await question;
}

async function recordingState(task: Task, live: Client, signal: AbortSignal): Promise<State> {
  const { attempts: _, ...reply } = await live.describeRtcCloudRecordingFiles({ taskId: idOf(task) }, { signal });
  const { hlsFileList = [], mp3FileList = [], mp4FileList = [] } = reply.recordFileList ?? {};
  const files = [...hlsFileList, ...mp3FileList, ...mp4FileList];
  return { id: idOf(task), status: reply.status ?? "UNKNOWN", detail: files.join(" "), reply };
}

type Monitor = NonNullable<
  Awaited<ReturnType<Client["describeLiveStreamMonitorList"]>>["liveStreamMonitorList"]
>[number];

async function monitorState(task: Task, live: Client, signal: AbortSignal): Promise<State> {
  const params = task as Exclude<Task, { taskId: string }>;
  const found = await live.describeLiveStreamMonitorList(params, { signal });
  const monitor = found.liveStreamMonitorList?.find(({ monitorId }) => monitorId === params.monitorId);
  return monitor === undefined
    ? { id: params.monitorId, status: NOT_FOUND, detail: "", reply: null }
    : stateOf(monitor);
}

async function* allMonitors(live: Client, signal: AbortSignal): AsyncGenerator<State> {
  for (let pageNum = 1, seen = 0; ; pageNum++) {
    const page = await live.describeLiveStreamMonitorList({ pageNum, pageSize: PAGE_SIZE }, { signal });
    const monitors = page.liveStreamMonitorList ?? [];
    for (const monitor of monitors) yield stateOf(monitor);
    seen += monitors.length;
    // Without a total, an empty page is the end: 0 in its place would hide all pages but the first.
    if (monitors.length === 0 || (page.total !== undefined && seen >= page.total)) return;
  }
}

function stateOf(monitor: Monitor): State {
  const { monitorId = "", monitorName = "", status } = monitor;
  const word = status === 1 ? "RUNNING" : status === 0 ? "STOPPED" : "UNKNOWN";
  return { id: monitorId, status: word, detail: monitorName, reply: monitor };
}

/** By the words of the service, which may be any. */
const STYLES = new Map<string, Style>([
  ["RUNNING", "yellow"],
  ["STOPPED", "green"],
  [NOT_FOUND, "red"],
]);

function show({ id, status, detail, reply }: State, kind: Kind, output: Output): void {
  if (output.json) {
    output.data(JSON.stringify({ type: "status", [idKey(kind)]: id, status, reply }));
  } else if (output.isDataShown) {
    const word = output.styled(STYLES.get(status) ?? "dim", oneLine(status).padEnd(10), "data");
    output.data(`${word}  ${oneLine(id)}  ${oneLine(detail)}`.trimEnd());
  } else {
    output.data([status, id, detail].map(oneLine).join("\t"));
  }
}

function fail({ id, error }: Failed, kind: Kind, output: Output, counts: { failed: number; again: number }): void {
  if (output.json) output.data(JSON.stringify({ type: "status", [idKey(kind)]: id, error: errorJson(error) }));
  const explanation = explained(error, "read");
  report(output, { ...explanation, happened: `${id}: ${explanation.happened}` });
  if (exitCodeOfError(error) === EXIT.again) counts.again += 1;
  else counts.failed += 1;
}
