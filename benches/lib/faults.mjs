// Faults of a service and of the way to it, by the number of a request; the others stop the task.
import { taskId } from "./input.mjs";

const requestId = "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8";

const reply = (status, body) => ({ status, body: JSON.stringify({ RequestId: requestId, ...body }) });

const STOPPED = reply(200, { TaskId: taskId });

/** By the number modulo 100. */
const FAULTS = new Map([
  ...[3, 23, 43, 63].map((at) => [at, reply(400, { Code: "NotFound.Task", Message: "no such task" })]),
  ...[11, 71].map((at) => [at, reply(400, { Code: "InvalidParameter.TaskId", Message: "not running" })]),
  ...[17, 57].map((at) => [at, "broken"]),
  [29, { status: 502, body: "<html>not the service</html>" }],
  [37, reply(200, {})],
  ...[47, 97].map((at) => [at, "silent"]),
]);

/** Returns the reply to a request, or `broken` or `silent` for what its connection does instead. */
export const fateOf = (number) => FAULTS.get(number % 100) ?? STOPPED;
