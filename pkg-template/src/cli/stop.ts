// `stop recording` and `stop monitor`: one task or thousands.
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS } from "../generated/operations.ts";
import { type Arguments, timeMs, wholeNumber } from "./arguments.ts";
import { confirmed, MOST_UNASKED } from "./confirm.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT } from "./exit-codes.ts";
import { type Explanation, report as explained } from "./explain.ts";
import { journalOf } from "./journal.ts";
import { leftFileOf, Taken } from "./left-file.ts";
import type { Output } from "./output.ts";
import { codeOf, kindOf, readTasks } from "./read-ids.ts";
import { follow } from "./run-follower.ts";
import { isSweep, runningTasks } from "./running-tasks.ts";
import { questionOf, stakeOf } from "./stake.ts";
import { StopReport } from "./stop-report.ts";
import { UsageError } from "./usage-error.ts";
import { tagged } from "./verbose.ts";

/** The longest time without an answer of the service, for one task. A person waits for it. */
const ONE_OUTAGE_MS = 30_000;

export async function stop(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const kind = kindOf(args);
  const sweeps = isSweep(args, kind);
  const given = await readTasks(args, kind);
  if (given.length === 0 && !sweeps) {
    throw new UsageError(
      `no ${kind.noun} is given`,
      "Give ids as arguments, by --from FILE, or - to read them from stdin.",
    );
  }
  const dryRun = args.has("dry-run");
  const { operation } = kind;
  const { method } = OPERATIONS[operation];
  const rate = wholeNumber(args, "rate", 1, LIMITS.maxQuota) ?? OPERATIONS[operation].callsPerSecond;
  const concurrency = wholeNumber(args, "concurrency", 1, 10_000);
  // The lines of a journal name the account, and the list comes from the service.
  const needs = { credentials: !dryRun || sweeps || args.has("journal"), network: !dryRun || sweeps };
  const connection = await connected(args, output, modules, { quota: { [method]: rate } }, needs);
  const { live } = connection;
  const opened = await journalOf(args, modules, connection, output);
  // A monitor that runs has been started again since its line was written.
  const journal = opened && sweeps ? { ...opened, has: () => false } : opened;
  const found = sweeps ? await runningTasks(args, kind, live, output) : { tasks: given, doubt: undefined };
  if (found === undefined) return EXIT.interrupted;
  const { tasks, doubt } = found;
  const [first] = tasks;
  const stake = dryRun || !first || tasks.length < 2 ? undefined : await stakeOf(connection, kind, first);
  if (stake !== undefined && tasks.length > MOST_UNASKED && !args.has("yes")) {
    const { left, question } = questionOf(tasks, kind, stake, journal, args.value("journal"));
    if (left > MOST_UNASKED && !confirmed(question)) {
      throw new UsageError("the answer was not yes", "Run it again and answer y, or add --yes.");
    }
  }
  const [ending, forcing] = [new AbortController(), new AbortController()];
  const signals = { signal: ending.signal, forceSignal: forcing.signal };
  const named = output.verbose ? tasks.map((task) => tagged(task, kind)) : tasks;
  const maxOutageMs = timeMs(args, "timeout") ?? (tasks.length === 1 ? ONE_OUTAGE_MS : undefined);
  const verify = args.has("verify");
  const waitUntilStopped = args.has("wait") && { timeoutMs: timeMs(args, "wait") };
  const run = live.stopAll(named, { concurrency, journal, dryRun, verify, waitUntilStopped, maxOutageMs, ...signals });
  const hasJournal = journal !== undefined;
  const report = new StopReport(kind, hasJournal, output, stake);
  const endsAtHangup = args.value("on-hangup") === "end";
  const followed = { run, ending, forcing, report, rate, total: tasks.length, hasJournal, endsAtHangup };
  const leftFile = leftFileOf(args, kind, tasks);
  const ended = await follow(followed, output);
  if (doubt !== undefined) output.error(doubt.message);
  const code = doubt !== undefined && ended === EXIT.ok ? EXIT.again : ended;
  try {
    leftFile?.write([...report.left, ...tasks.slice(run.progress.pulled)]);
    return code;
  } catch (error) {
    explained(output, unwritten(leftFile?.path, error));
    return code === EXIT.ok ? EXIT.again : code;
  }
}

const unwritten = (path: string | undefined, error: unknown): Explanation =>
  error instanceof Taken
    ? {
        happened: `--left ${path} was written by another process meanwhile`,
        means: `The tasks that are left are in ${error.part}.`,
        remedy: "Give each command a file of its own.",
      }
    : {
        happened: `--left ${path} cannot be written: ${codeOf(error)}`,
        means: "The file has all tasks of the command.",
        remedy: "Make room for it, and run the same command again.",
      };
