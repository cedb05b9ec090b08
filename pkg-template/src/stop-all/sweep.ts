// `sweepMonitors`: a run over the monitors that run, all found before the first of them is stopped.

import { createLiveError, type LiveError } from "../api/live-error.ts";
import type { RunningMonitor, StopRun } from "../api/stop-all.ts";
import type { CallContext } from "../call/run.ts";
import { sweepSettings } from "../options/stop-all-options.ts";
import type { Input } from "./input.ts";
import { stopAll } from "./run.ts";
import { type Lister, runningMonitors } from "./running-monitors.ts";

export function sweepMonitors(live: Lister, options: unknown, context: CallContext): StopRun<RunningMonitor> {
  const { olderThanMs, run } = sweepSettings(context.client, options);
  const ending = new AbortController();
  let length: number | undefined;
  let doubt: LiveError | undefined;
  const monitors = (async function* () {
    const found = await runningMonitors(live, olderThanMs, ending.signal);
    length = found.tasks.length;
    doubt = found.doubt;
    yield* found.tasks;
  })();
  const input: Input<RunningMonitor> = {
    get length() {
      return length;
    },
    [Symbol.asyncIterator]: () => ({
      next: () => monitors.next(),
      // The generator alone would read the pages that are left first.
      return: () => {
        ending.abort();
        return monitors.return();
      },
    }),
  };
  return stopAll(input, run, context, () => {
    if (doubt !== undefined) throw doubt;
    if (length !== undefined) return;
    // Without it, a run that had no time to look would report that nothing failed.
    const message = "the sweep ended before the list of monitors was read: nothing was stopped";
    throw createLiveError({ kind: "timeout", code: "ERR_RUN_ENDED", message, attempts: 0, retryable: true });
  });
}
