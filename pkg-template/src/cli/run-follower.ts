// Follows a run of `stop` to its end: writes results, draws the bar, and obeys signals.
import process from "node:process";
import { LiveError } from "../api/live-error.ts";
import type { Progress, StopRun } from "../api/stop-all.ts";
import type { Task } from "../api/stop-operations.ts";
import { settledCount } from "../stop-all/counts.ts";
import { countOf } from "./count-of.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { report as failed } from "./explain.ts";
import { onHangup, onInterrupt } from "./interrupts.ts";
import type { Output } from "./output.ts";
import { progressLine } from "./progress-bar.ts";
import { codeOf } from "./read-ids.ts";
import type { StopReport } from "./stop-report.ts";

/** The bar is drawn this often. */
const FRAME_MS = 100;

export interface Followed {
  readonly run: StopRun<Task>;
  /** Ends the run once the tasks under way have settled. */
  readonly ending: AbortController;
  /** Ends the run at once. */
  readonly forcing: AbortController;
  readonly report: StopReport;
  /** The quota, in requests a second. */
  readonly rate: number;
  readonly total: number;
  readonly hasJournal: boolean;
  /** Whether the run ends when its terminal or the reader of stdout goes away. */
  readonly endsAtHangup: boolean;
}

/** Reports a run as it goes, and returns the exit code. */
export async function follow(followed: Followed, output: Output): Promise<number> {
  const { run, ending, forcing, report, rate, total } = followed;
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    output.talk(`interrupted: ${run.progress.underWay} under way will settle; Ctrl-C again ends at once`);
    ending.abort();
  };
  const leave = (): void => {
    release();
    process.exit(EXIT.interrupted);
  };
  const stopListening = onInterrupt(interrupt, () => forcing.abort(), leave);
  const stopHearing = listenForHangup(followed, output);
  // Drawn last: whoever sees the bar may press Ctrl-C.
  const line = (columns: number): string => progressLine(run.progress, rate, columns);
  const release = total > 1 ? output.keep({ line }) : () => {};
  const frames = setInterval(() => output.draw(), FRAME_MS);
  try {
    for await (const settled of run) report.settled(settled);
  } catch (error) {
    if (error instanceof LiveError || !followed.hasJournal) throw error;
    // Only the journal throws errors of the system.
    release();
    report.summary(run.progress);
    failed(output, {
      happened: `the journal cannot be written: ${codeOf(error)}`,
      means: "The run has ended. Tasks that were under way may be stopped.",
      remedy: "Make room for the journal, and run the same command again.",
    });
    return EXIT.again;
  } finally {
    clearInterval(frames);
    stopListening();
    stopHearing();
    release();
  }
  const { progress } = run;
  report.summary(progress);
  return exitCodeOf(report.counted(progress), isInterrupted);
}

/** Tells the user of a lost terminal or reader, and what becomes of the run; returns a function that stops listening. */
function listenForHangup({ run, ending, endsAtHangup }: Followed, output: Output): () => void {
  const hangUp = (what: string, isEnded: boolean): void => {
    const { total = 0, underWay }: Progress = run.progress;
    const left = total - settledCount(run.progress) - underWay;
    output.error(
      isEnded
        ? `${what}: ${underWay} under way will settle, and ${left} ${left === 1 ? "is" : "are"} not asked`
        : `${what}: the run goes on with ${countOf(underWay + left, "task")}; --on-hangup end would end it`,
    );
    if (isEnded) ending.abort();
  };
  output.readerGone.addEventListener("abort", () => hangUp("stdout is closed", endsAtHangup));
  // Windows ends the process soon after its window has closed.
  return onHangup(() => hangUp("the terminal is closed", endsAtHangup || process.platform === "win32"));
}
