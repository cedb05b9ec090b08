// Body of a response of node:http, read chunk by chunk.

/** Bytes that wait for a reader before the connection is paused. */
const MAX_WAITING_BYTES = 65_536;

/** The result of reading a stream. */
export type Chunk =
  | { readonly done: false; readonly value: Uint8Array }
  | { readonly done: true; readonly value?: undefined };

/** What brings the bytes. */
interface Source {
  pause(): void;
  resume(): void;
}

interface Waiting {
  resolve(chunk: Chunk): void;
  reject(error: unknown): void;
}

/**
 * The body, with the reader of a stream.
 *
 * A stream of the standard would take longer than the rest of the response.
 */
export class MessageBody {
  readonly #source: Source;
  readonly #cancel: () => void;
  readonly #chunks: Uint8Array[] = [];
  #waitingBytes = 0;
  #end: "open" | "whole" | { readonly error: unknown } = "open";
  #waiting: Waiting | undefined;

  /** `cancel` closes the connection. */
  constructor(source: Source, cancel: () => void) {
    this.#source = source;
    this.#cancel = cancel;
  }

  getReader(): { read(): Promise<Chunk>; cancel(): Promise<void> } {
    return {
      read: () => this.#read(),
      cancel: async () => this.#cancel(),
    };
  }

  /** Whether the body has not ended. */
  get isOpen(): boolean {
    return this.#end === "open";
  }

  /** Takes a chunk from the connection. */
  push(chunk: Uint8Array): void {
    if (this.#waiting !== undefined) {
      this.#settle(({ resolve }) => resolve({ done: false, value: chunk }));
      return;
    }
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes >= MAX_WAITING_BYTES) this.#source.pause();
  }

  /** Ends the body. */
  end(): void {
    if (!this.isOpen) return;
    this.#end = "whole";
    this.#settle(({ resolve }) => resolve({ done: true }));
  }

  /** Breaks the body: reading rejects with the error. */
  fail(error: unknown): void {
    if (!this.isOpen) return;
    this.#end = { error };
    this.#settle(({ reject }) => reject(error));
  }

  #read(): Promise<Chunk> {
    // No part of a broken body is usable.
    if (typeof this.#end === "object") return Promise.reject(this.#end.error);
    const value = this.#chunks.shift();
    if (value !== undefined) {
      this.#waitingBytes -= value.length;
      if (this.#waitingBytes < MAX_WAITING_BYTES && this.isOpen) this.#source.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.#end === "whole") return Promise.resolve({ done: true });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) settle(waiting);
  }
}
