// Bytes of a response's body, up to a limit.

/** Returns the body, or its first `maxBytes + 1` bytes; the rest is cancelled, so that it holds no connection. */
export async function bodyBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const limit = maxBytes + 1;
  const reader = response.body?.getReader?.();
  // No body, or a runtime that does not stream.
  if (!reader) return new Uint8Array(await response.arrayBuffer()).subarray(0, limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  // As many reads as bytes: empty chunks without end would never let a timer run.
  for (let reads = 0; reads < limit && length < limit; reads++) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    if (!ArrayBuffer.isView(value)) throw new TypeError("options.fetch returned a body whose chunks are not bytes");
    chunks.push(value.subarray(0, limit - length));
    length += value.length;
  }
  // The result of the cancellation does not matter.
  Promise.resolve(reader.cancel()).catch(() => {});
  return joined(chunks, limit);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
