// Waits for conditions and for rejections, in every runtime.

/** Polls until `condition()` returns or resolves to true. */
export async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve));
}

/** Resolves to the reason that `promise` rejects with; rejects when it resolves. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a rejection, got ${String(value?.outcome ?? value)}`);
}

/** Settles as `promise` does; rejects when that takes longer than `ms` milliseconds. */
export async function within(ms, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
