// Report of a run of `stop`: a line for each task, an explanation for each kind of error, and the summary.
import type { LiveError } from "../api/live-error.ts";
import type { Progress, Settled } from "../api/stop-all.ts";
import type { Task } from "../api/stop-operations.ts";
import { settledCount } from "../stop-all/counts.ts";
import { countOf } from "./count-of.ts";
import type { Counted } from "./exit-codes.ts";
import { errorJson, explained, report } from "./explain.ts";
import { idOf, type Kind, namedBy } from "./kinds.ts";
import { type Output, oneLine, type Style } from "./output.ts";
import { countsOf, timeOf } from "./progress-bar.ts";
import { type Stake, wordsOf } from "./stake.ts";

/** The outcome that a line shows: of the tasks that were not stopped, the ones for which no request was sent have their own. */
type Shown = Settled["outcome"] | "not-asked";

const STYLES: Readonly<Record<Shown, Style>> = {
  stopped: "green",
  "already-stopped": "green",
  failed: "red",
  unknown: "yellow",
  "not-asked": "dim",
  "dry-run": "dim",
};

/** Whether a task was pulled, and the ended or halted run sent no request for it. */
const isUnasked = ({ outcome, error, attempts }: Settled): boolean =>
  outcome === "failed" && (error?.code === "ERR_RUN_ENDED" || error?.code === "ERR_RUN_HALTED") && attempts === 0;

export class StopReport {
  readonly #kind: Kind;
  readonly #hasJournal: boolean;
  readonly #output: Output;
  readonly #stake: Stake | undefined;
  readonly #begunMs = performance.now();
  readonly #explained = new Set<string>();
  /** The tasks that are failed, unknown or not asked. */
  readonly left: Task[] = [];
  #unasked = 0;
  /** Failures that another run does not mend, and tasks that were not asked because of such failures. */
  #final = 0;
  #isHalted = false;

  constructor(kind: Kind, hasJournal: boolean, output: Output, stake: Stake | undefined) {
    this.#kind = kind;
    this.#hasJournal = hasJournal;
    this.#output = output;
    this.#stake = stake;
  }

  /** Writes a settled task. */
  settled(settled: Settled): void {
    const { error } = settled;
    const isAsked = !isUnasked(settled);
    const outcome = isAsked ? settled.outcome : "not-asked";
    if (this.#output.json) this.#output.value(json(settled, outcome, this.#kind));
    else this.#data(settled, outcome);
    if (outcome !== "dry-run" && error !== undefined) this.left.push(settled.task);
    if (!isAsked) this.#unasked += 1;
    if (settled.outcome === "failed" && error?.retryable !== true) {
      this.#final += 1;
      this.#isHalted ||= !isAsked;
    }
    // The summary has the number of tasks without a request.
    if (isAsked && error !== undefined) this.#explain(idOf(settled.task, this.#kind), error);
  }

  #data({ task, requestId = "", error, verified }: Settled, outcome: Shown): void {
    const code = error?.code ?? (verified === undefined ? "" : "verified");
    const cells = [idOf(task, this.#kind), oneLine(requestId), oneLine(code)];
    if (this.#output.isDataShown) {
      this.#output.data({ style: STYLES[outcome], text: outcome.padEnd(15) }, `  ${cells.join("  ")}`);
    } else {
      this.#output.data([outcome, ...cells].join("\t"));
    }
  }

  /** Each kind of error once: a thousand tasks fail for the same reason. */
  #explain(id: string, error: LiveError): void {
    const { code, outcomeUnknown, verified, requestId } = error;
    const kind = [code, outcomeUnknown, verified, requestId !== undefined].join();
    if (this.#explained.has(kind)) return;
    this.#explained.add(kind);
    const explanation = explained(error, "stop");
    report(this.#output, { ...explanation, happened: `${id}: ${explanation.happened}` });
  }

  counted(progress: Progress): Counted {
    const retryable = progress.failed - this.#final;
    return { failed: this.#final, again: retryable + progress.unknown + this.#left(progress) };
  }

  /** Tasks that were never pulled from the input. */
  #left(progress: Progress): number {
    return progress.total === undefined ? 0 : progress.total - settledCount(progress) - progress.underWay;
  }

  /** Writes the summary. */
  summary(progress: Progress): void {
    const unasked = this.#unasked + Math.max(0, this.#left(progress));
    const shown = { ...progress, failed: progress.failed - this.#unasked };
    const durationMs = Math.round(performance.now() - this.#begunMs);
    const output = this.#output;
    if (output.json) {
      const { stopped, alreadyStopped, failed, unknown, dryRun, skipped, duplicates, attempts } = shown;
      const counts = { total: progress.total, stopped, alreadyStopped, failed, unknown, dryRun, skipped, duplicates };
      output.value({ type: "summary", ...counts, notAsked: unasked, attempts, durationMs, ...this.#stake });
    }
    const total = progress.total ?? 0;
    if (total > 1 || unasked > 0) {
      const parts = [...countsOf(shown), ...(unasked > 0 ? [`${unasked} not asked`] : [])];
      output.talk(
        { style: "bold", text: `${countOf(total, this.#kind.noun)}:` },
        ` ${parts.join(", ")}; ${countOf(progress.attempts, "request")} in ${timeOf(durationMs)}`,
      );
      if (this.#stake !== undefined) output.talk({ style: "dim", text: wordsOf(this.#stake) });
    }
    if (shown.unknown > 0) {
      output.talk("Unknown tasks may still be running. Run the same command again: to stop a task twice does no harm.");
    } else if (this.#isHalted) {
      output.talk(`The run was halted: every other ${this.#kind.noun} would be refused in the same way.`);
    } else if (unasked > 0 || shown.failed > this.#final) {
      output.talk("Run the same command again for the rest.");
    }
    if (unasked > 0 && !this.#hasJournal && total > 1 && !this.#isHalted) {
      output.talk("With --journal FILE, a run goes on where it ended.");
    }
  }
}

function json(
  { task, attempts, requestId, verified, stoppedAfterMs, recordFileList, error }: Settled,
  outcome: Shown,
  kind: Kind,
): object {
  const known = { ...namedBy(task, kind), context: task.context };
  const stopped = { verified, stoppedAfterMs, recordFileList };
  return { type: "result", ...known, outcome, attempts, requestId, ...stopped, error: error && errorJson(error) };
}
