// The state of a task in the reply of the operation that describes it.

import type { DescribedTask, Reply } from "../api/boundary.ts";
import { isObject } from "../options/validate.ts";

/** Returns the reply with the `Status` of the task, which the core compares with the known states. */
export function withTaskStatus(reply: Reply, task: DescribedTask): Reply {
  const described = isObject(reply.json) ? reply.json[task.member] : undefined;
  // A reply without the member does not even prove that there is no such task.
  if (typeof described !== "object" || described === null) return reply;
  const tasks: unknown[] = Array.isArray(described) ? described : [described];
  const [found, ...others] = tasks.filter((candidate) => isObject(candidate) && candidate[task.idName] === task.id);
  if (found === undefined) return { ...reply, fields: { ...reply.fields, taskStatus: "" } };
  const status = isObject(found) ? found.Status : undefined;
  // `String` would turn a status of another type into a state, or throw. Two tasks with one ID contradict each other.
  const isTold = typeof status === "number" || (typeof status === "string" && status !== "");
  if (!isTold || others.length > 0) return reply;
  return { ...reply, fields: { ...reply.fields, taskStatus: String(status) } };
}
