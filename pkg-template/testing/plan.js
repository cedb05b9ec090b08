// Describes how an answer goes over the wire, as data that the in-process fetch and the socket server both render.

/** The connection breaks without an answer. */
export const RESET = Object.freeze({ reset: true });

/** The whole reply, after `headersAfterMs`. */
export function whole(reply, headersAfterMs = 0) {
  return answer(reply, headersAfterMs, [{ bytes: reply.bytes, afterMs: 0 }], "complete");
}

/** Headers and half of the body at once, the rest after `restAfterMs`, which may be Infinity. */
export function interrupted(reply, restAfterMs) {
  const [first, rest] = halves(reply.bytes);
  return answer(
    reply,
    0,
    [
      { bytes: first, afterMs: 0 },
      { bytes: rest, afterMs: restAfterMs },
    ],
    "complete",
  );
}

/** Headers that promise the whole body and a connection that breaks in the middle of it. */
export function truncated(reply) {
  return answer(reply, 0, [{ bytes: halves(reply.bytes)[0], afterMs: 0 }], "broken");
}

function answer({ status, code, headers, bytes }, headersAfterMs, chunks, ending) {
  const lengthOfWhole = { "content-length": String(bytes.length) };
  return { reset: false, status, code, headers: { ...headers, ...lengthOfWhole }, headersAfterMs, chunks, ending };
}

function halves(bytes) {
  const middle = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}
