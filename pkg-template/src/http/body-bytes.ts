// Bytes of a response's body, within a limit of bytes and the time of the attempt.
import { after } from "../runtime/clocks.ts";

/** Reads between two turns of the timers, which tiny chunks in memory would keep from running. */
const READS_IN_A_ROW = 1024;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** The first bytes of a body, up to a limit. */
export class BodyBytes {
  readonly #limit: number;
  #bytes: Uint8Array = NOTHING;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#length === this.#limit;
  }

  /** Takes a chunk. A value without bytes throws. */
  add(value: Uint8Array): void {
    const chunk = value.subarray(0, this.#limit - this.#length);
    const length = this.#length + chunk.length;
    if (this.#length === 0) this.#bytes = chunk;
    else {
      // Twice as much: a list of tiny chunks would take a hundred times as much memory as their bytes.
      if (this.#bytes.length < length) this.#bytes = grown(this.#bytes, Math.max(2 * this.#length, length));
      this.#bytes.set(chunk, this.#length);
    }
    this.#length = length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/**
 * Returns the body, or its first `maxBytes + 1` bytes; the rest is cancelled, so that it holds no connection. Rejects where the attempt
 * has ended before.
 */
export async function bodyBytes(response: Response, maxBytes: number, attempt: AbortSignal): Promise<Uint8Array> {
  const limit = maxBytes + 1;
  const reader = response.body?.getReader?.();
  // No body, or a runtime that does not stream.
  if (!reader) return new Uint8Array(await response.arrayBuffer()).subarray(0, limit);
  const body = new BodyBytes(limit);
  for (let reads = 1; !body.isFull && !attempt.aborted; reads++) {
    const { done, value } = await reader.read();
    if (done) return body.bytes;
    if (!ArrayBuffer.isView(value)) throw new TypeError("options.fetch returned a body whose chunks are not bytes");
    body.add(value);
    if (reads % READS_IN_A_ROW === 0) await new Promise<void>((resolve) => after(0, resolve));
  }
  // The result of the cancellation does not matter.
  Promise.resolve(reader.cancel()).catch(() => {});
  if (!body.isFull) throw attempt.reason;
  return body.bytes;
}

/** A copy with room for `length` bytes. */
function grown(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(bytes);
  return copy;
}
