// Listeners of abort signals: one for each signal, which serves all of its calls.
import { abortReason } from "../options/abort-signal.ts";
import { Refusal } from "../options/refusal.ts";

/** A caller's signal. A getter that throws after the validation does not end the call. */
export class CallerSignal {
  constructor(readonly given: AbortSignal) {}

  get aborted(): boolean {
    try {
      return this.given.aborted === true;
    } catch {
      return false;
    }
  }

  get reason(): unknown {
    return abortReason(this.given);
  }
}

/** The calls that wait for a signal, and its one listener. */
interface Listening {
  readonly works: Set<() => void>;
  readonly dispatch: () => void;
}

const listening = /* @__PURE__ */ new WeakMap<AbortSignal, Listening>();

/**
 * Calls `work` when the signal aborts; returns a function that stops listening.
 *
 * One listener for all calls, because Node.js warns of the eleventh.
 */
export function onAbort(signal: AbortSignal, work: () => void): () => void {
  const { works, dispatch } = listening.get(signal) ?? listen(signal);
  works.add(work);
  return () => {
    works.delete(work);
    if (works.size > 0) return;
    listening.delete(signal);
    try {
      signal.removeEventListener("abort", dispatch);
    } catch {
      // The call has ended, and its result stands.
    }
  };
}

function listen(signal: AbortSignal): Listening {
  const works = new Set<() => void>();
  const dispatch = (): void => {
    for (const work of [...works]) work();
  };
  try {
    signal.addEventListener("abort", dispatch);
  } catch {
    // Not a signal: it has the shape of a signal, and throws.
    throw new Refusal("ERR_INVALID_OPTION", "options.signal", "an AbortSignal");
  }
  const created = { works, dispatch };
  listening.set(signal, created);
  return created;
}
