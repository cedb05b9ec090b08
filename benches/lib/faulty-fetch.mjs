// A fetch with faults, and calls through it that end with every outcome.
import { taskId } from "./input.mjs";

const requestId = "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8";
const reply = (status, body) => () => new Response(JSON.stringify({ RequestId: requestId, ...body }), { status });

/** Faults by the number of the request modulo 100; all other requests succeed. */
const FAULTS = new Map([
  ...[3, 23, 43, 63].map((at) => [at, reply(400, { Code: "NotFound.Task", Message: "no such task" })]),
  ...[11, 71].map((at) => [at, reply(400, { Code: "InvalidParameter.TaskId", Message: "not running" })]),
  ...[17, 57].map((at) => [at, () => Promise.reject(new TypeError("fetch failed"))]),
  [29, () => new Response("<html>not the service</html>", { status: 502 })],
  [37, reply(200, {})],
  ...[47, 97].map((at) => [at, (signal) => new Promise((_, reject) => aborted(signal, reject))]),
]);

const stopped = reply(200, { TaskId: taskId });
const aborted = (signal, reject) => signal.addEventListener("abort", () => reject(signal.reason));

let sent = 0;

export const fetch = async (_, { signal }) => (FAULTS.get(sent++ % 100) ?? stopped)(signal);

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
