// A time limit for what the platform may never answer: a Durable Object, a queue.

/** The longest wait for one reply. A Durable Object that starts on another continent takes less than a second. */
export const LIMIT_MS = 5000;

/** Settles as `work` does. Rejects if `work` takes longer than the limit, after aborting its signal. */
export async function withinLimit<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${LIMIT_MS / 1000} s`));
      // Frees the connection.
      controller.abort();
    }, LIMIT_MS);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
