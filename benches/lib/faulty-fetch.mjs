// A fetch with faults, and calls through it that end with every outcome.
import { fateOf } from "./faults.mjs";
import { taskId } from "./input.mjs";

let sent = 0;

export async function fetch(_, { signal }) {
  const fate = fateOf(sent++);
  if (fate === "broken") throw new TypeError("fetch failed");
  if (fate !== "silent") return new Response(fate.body, { status: fate.status });
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** Makes a call that aborts itself after 20 ms; resolves to the outcome, the kind of the error or `aborted`. */
export async function ended(call) {
  const controller = new AbortController();
  const mine = new Error("aborted by the caller");
  const timer = setTimeout(() => controller.abort(mine), 20);
  try {
    return (await call({ taskId }, { signal: controller.signal })).outcome;
  } catch (error) {
    if (error !== mine && error.name !== "LiveError") throw error;
    return error === mine ? "aborted" : error.kind;
  } finally {
    clearTimeout(timer);
  }
}
