// The time limit of the broker: its clients wait for ever, and say nothing.
import { type OnWarning, warn } from "./warning.ts";

/** The members of BullMQ's queues and workers that tell their errors. */
interface Emitter {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Limits commands, and keeps the reason why the broker does not answer. */
export class Reach {
  readonly #timeoutMs: number;
  readonly #onWarning: OnWarning | undefined;
  #last: string | undefined;

  constructor(timeoutMs: number, onWarning: OnWarning | undefined) {
    this.#timeoutMs = timeoutMs;
    this.#onWarning = onWarning;
  }

  /** Listens to the errors of a queue or a worker. Warns once of each: the clients repeat them each second. */
  watch(emitter: Emitter): void {
    emitter.on("error", (error) => {
      const message = reasonOf(error);
      if (message === this.#last) return;
      this.#last = message;
      warn(this.#onWarning, { code: "broker", message: `the broker: ${message}` });
    });
  }

  /** Settles as `command` does. Rejects with one error if that takes too long. */
  async answer<T>(command: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const reason = this.#last === undefined ? "" : `: ${this.#last}`;
        reject(new Error(`the broker of the queues did not answer within ${this.#timeoutMs} ms${reason}`));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([command(), limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Rethrows the refusal of a broker. */
export function refused(error: unknown): never {
  throw new Error(`the broker of the queues does not accept the connection: ${reasonOf(error)}`, { cause: error });
}

/** The error of a connection to several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  const { message, code }: { message?: unknown; code?: unknown } = Object(error);
  return String(message || code);
}
