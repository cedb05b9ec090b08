// Waits no longer than a time, and no longer than the caller wants.

/** What work comes to within a time; nothing if it takes longer, or if the caller aborts: then the work is told to end. */
export const createWithin = (signal) => (ms, work) =>
  new Promise((resolve, reject) => {
    const controller = new AbortController();
    const ended = (settle) => (value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      settle(value);
    };
    const stop = ended(() => {
      resolve();
      controller.abort(signal?.reason);
    });
    const timer = setTimeout(stop, ms);
    signal?.addEventListener("abort", stop);
    work(controller.signal).then(ended(resolve), ended(reject));
  });
