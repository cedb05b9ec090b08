// Exit codes of the program.

export const EXIT = {
  /** All tasks are stopped, or the command succeeded. */
  ok: 0,
  /** Some tasks were certainly not stopped, and another try does not help. */
  failed: 1,
  /** The command line, an input or the credentials cannot be used. Nothing was sent. */
  usage: 2,
  /** Some outcomes are unknown, or another try may help: `EX_TEMPFAIL` of sysexits.h. */
  again: 75,
  /** Ended by Ctrl-C or a signal. */
  interrupted: 130,
} as const;

/** The exit codes of the checks of `doctor`. The first check that fails gives the code: the next ones may fail because of it. */
export const EXIT_OF_CHECK = {
  program: EXIT.ok,
  options: EXIT.usage,
  credentials: 3,
  region: 4,
  proxy: 5,
  endpoint: 6,
  clock: 7,
  signature: 8,
} as const;

/** Counts of a run. */
export interface Counted {
  /** Failures that another run does not mend. */
  readonly failed: number;
  /** Unknown outcomes, failures that another run may mend, and tasks without a request. */
  readonly again: number;
}

/**
 * Returns the exit code of a run. Another try comes before a failure: it settles the rest, and then the failures remain.
 */
export function exitCodeOf({ failed, again }: Counted, isInterrupted: boolean): number {
  if (isInterrupted) return EXIT.interrupted;
  if (again > 0) return EXIT.again;
  return failed > 0 ? EXIT.failed : EXIT.ok;
}
