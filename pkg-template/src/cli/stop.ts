// `stop recording` and `stop monitor`: one task or thousands.
import process from "node:process";
import { LiveError } from "../api/live-error.ts";
import type { StopRun } from "../api/stop-all.ts";
import type { Task } from "../api/stop-operations.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATION_REFERENCES, OPERATIONS } from "../generated/operations.ts";
import { type Arguments, wholeNumber } from "./arguments.ts";
import { confirmed, MOST_UNASKED } from "./confirm.ts";
import { connected, type Modules } from "./connection.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { report as failed } from "./explain.ts";
import { onInterrupt } from "./interrupts.ts";
import { journalOf } from "./journal.ts";
import type { Kind } from "./kinds.ts";
import type { Output } from "./output.ts";
import { progressLine } from "./progress-bar.ts";
import { codeOf, kindOf, readTasks } from "./read-ids.ts";
import { StopReport } from "./stop-report.ts";
import { UsageError } from "./usage-error.ts";

/** The bar is drawn this often. */
const FRAME_MS = 100;

export async function stop(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const kind = kindOf(args);
  const tasks = await readTasks(args, kind);
  if (tasks.length === 0) {
    throw new UsageError(
      `no ${kind.noun} is given`,
      "Give ids as arguments, by --from FILE, or - to read them from stdin.",
    );
  }
  const dryRun = args.has("dry-run");
  const { noun, operation } = kind;
  const { method } = OPERATIONS[operation];
  const rate = wholeNumber(args, "rate", 1, LIMITS.maxQuota) ?? OPERATION_REFERENCES[operation].callsPerSecond;
  const concurrency = wholeNumber(args, "concurrency", 1, 10_000);
  // The lines of a journal name the account.
  const needs = { credentials: !dryRun || args.has("journal"), network: !dryRun };
  const connection = await connected(args, output, modules, { quota: { [method]: rate } }, needs);
  const { live, credentialsFrom } = connection;
  const journal = await journalOf(args, modules, connection, output);
  if (!dryRun && tasks.length > MOST_UNASKED && !args.has("yes")) {
    const who = `with the credentials of ${credentialsFrom}`;
    if (!confirmed(`Stop ${tasks.length} ${noun}s ${who}?`)) {
      throw new UsageError("the answer was not yes", "Run it again and answer y, or add --yes.");
    }
  }
  const ending = new AbortController();
  const run = live.stopAll(tasks, { concurrency, journal, dryRun, verify: args.has("verify"), signal: ending.signal });
  return followed(run, { kind, rate, ending, total: tasks.length, hasJournal: journal !== undefined }, output);
}

interface Followed {
  readonly kind: Kind;
  readonly rate: number;
  readonly ending: AbortController;
  readonly total: number;
  readonly hasJournal: boolean;
}

/** Reports a run as it goes, and returns the exit code. */
async function followed(run: StopRun<Task>, facts: Followed, output: Output): Promise<number> {
  const { rate, ending, total } = facts;
  const report = new StopReport(facts.kind, facts.hasJournal, output);
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    const { underWay } = run.progress;
    output.talk(`interrupted: ${underWay} under way will settle; Ctrl-C again ends at once`);
    ending.abort();
  };
  const leave = (): void => {
    const { progress } = run;
    release();
    report.summary(progress, progress.underWay);
    process.exit(EXIT.interrupted);
  };
  const stopListening = onInterrupt(interrupt, leave);
  output.readerGone.addEventListener("abort", () => ending.abort());
  const line = (columns: number): string => progressLine(run.progress, rate, columns);
  const release = total > 1 ? output.keep({ line }) : () => {};
  const frames = setInterval(() => output.draw(), FRAME_MS);
  try {
    for await (const settled of run) report.settled(settled);
  } catch (error) {
    if (error instanceof LiveError || !facts.hasJournal) throw error;
    // Only the journal throws errors of the system.
    release();
    report.summary(run.progress, run.progress.underWay);
    failed(output, {
      happened: `the journal cannot be written: ${codeOf(error)}`,
      means: "The run has ended. Tasks that were under way may be stopped.",
      remedy: "Make room for the journal, and run the same command again.",
    });
    return EXIT.again;
  } finally {
    clearInterval(frames);
    stopListening();
    release();
  }
  const { progress } = run;
  report.summary(progress, 0);
  return exitCodeOf(report.counted(progress), isInterrupted);
}
