// Bytes of a response's body, within a limit of bytes and the time of the attempt.
import { after } from "../runtime/clocks.ts";

/** Reads between two turns of the timers, which tiny chunks in memory would keep from running. */
const READS_IN_A_ROW = 1024;

/**
 * Returns the body, or its first `maxBytes + 1` bytes; the rest is cancelled, so that it holds no connection. Rejects where the attempt
 * has ended before.
 */
export async function bodyBytes(response: Response, maxBytes: number, attempt: AbortSignal): Promise<Uint8Array> {
  const limit = maxBytes + 1;
  const reader = response.body?.getReader?.();
  // No body, or a runtime that does not stream.
  if (!reader) return new Uint8Array(await response.arrayBuffer()).subarray(0, limit);
  let bytes = new Uint8Array(0);
  let length = 0;
  for (let reads = 1; length < limit && !attempt.aborted; reads++) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw new TypeError("options.fetch returned a body whose chunks are not bytes");
    const chunk = value.subarray(0, limit - length);
    if (length === 0) bytes = chunk;
    else {
      if (bytes.length < length + chunk.length) bytes = grown(bytes, Math.max(2 * length, length + chunk.length));
      bytes.set(chunk, length);
    }
    length += chunk.length;
    if (reads % READS_IN_A_ROW === 0) await new Promise<void>((resolve) => after(0, resolve));
  }
  // The result of the cancellation does not matter.
  Promise.resolve(reader.cancel()).catch(() => {});
  if (length < limit) throw attempt.reason;
  return bytes.subarray(0, length);
}

/** A copy with room for `length` bytes: a list of tiny chunks would take a hundred times as much memory as their bytes. */
function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(length);
  copy.set(bytes);
  return copy;
}
