// The outage of one queue, as one process sees it: which errors pause the queue, and which job asks whether it is over.
import { LiveError } from "../../api/live-error.ts";
import { decide } from "../decide.ts";

/** The right to send one request. */
export interface Turn {
  /** The number of pauses before the request. */
  readonly pauses: number;
  /** Ends the turn. */
  readonly end: () => void;
}

/** A pause of the whole queue. */
export interface Pause {
  /** In milliseconds; 0 if the queue has been paused since the request was sent, which then adds no information. */
  readonly pauseMs: number;
  /** Whether the reason is another one than of the pause before. */
  readonly isNews: boolean;
}

/**
 * Errors that every task meets pause the queue. The first one may be of its task alone: it counts as an attempt of its job, so that a
 * task for which the service always fails is dead in the end. From the second in a row, this process sends one request after each
 * pause until the service answers.
 */
export class Outage {
  #inARow = 0;
  #pauses = 0;
  #probe: Promise<void> | undefined;
  #code: string | undefined;

  /** Resolves to a turn; during an outage, to `undefined` after the request of another job has ended. */
  async turn(): Promise<Turn | undefined> {
    const pauses = this.#pauses;
    if (this.#inARow < 2) return { pauses, end: () => undefined };
    if (this.#probe !== undefined) {
      await this.#probe;
      return undefined;
    }
    return new Promise((resolve) => {
      this.#probe = new Promise((settled) => {
        const end = () => {
          this.#probe = undefined;
          settled();
        };
        resolve({ pauses, end });
      });
    });
  }

  /** The service has answered: the outage is over. */
  over(): void {
    this.#inARow = 0;
    this.#code = undefined;
  }

  /** Returns the pause after an error of a turn, and `undefined` for an error of its task. */
  pauseAfter(error: unknown, { pauses }: Turn): Pause | undefined {
    // Any other error is of the program, and tells nothing about the service.
    if (!(error instanceof LiveError)) return undefined;
    if (decide(error).pauseMs === undefined) {
      this.over();
      return undefined;
    }
    if (pauses !== this.#pauses) return { pauseMs: 0, isNews: false };
    const isOutage = error.kind !== "throttled";
    if (isOutage && ++this.#inARow === 1) return undefined;
    this.#pauses++;
    const isNews = isOutage && error.code !== this.#code;
    if (isOutage) this.#code = error.code;
    return { pauseMs: decide(error, { attempt: this.#inARow - 1 }).pauseMs ?? 0, isNews };
  }
}
