// The task in the reply of an operation that describes tasks.

import type { DescribedTask, Reply, ReplyFields } from "../generated/records.ts";
import { isObject } from "../options/validate.ts";
import { quoted } from "./quoted.ts";

/** Returns the reply with the ID of the task that it is about, and the task's state. `json` is the body, parsed. */
export function withTask(reply: Reply, json: unknown, task: DescribedTask): Reply {
  const { body } = reply;
  if (body.form !== "json") return reply;
  const described = task.member !== "" && isObject(json) ? json[task.member] : json;
  return { ...reply, body: { ...body, fields: { ...body.fields, ...found(described, task) } } };
}

function found(described: unknown, task: DescribedTask): Pick<ReplyFields, "taskId" | "taskStatus"> {
  // A reply without the member does not even prove that there is no such task.
  if (typeof described !== "object" || described === null) return { taskId: undefined, taskStatus: undefined };
  const tasks: unknown[] = Array.isArray(described) ? described : [described];
  if (tasks.length === 0) return { taskId: task.id, taskStatus: "" };
  const ids = tasks.map((candidate) => (isObject(candidate) ? candidate[task.idName] : undefined));
  const index = ids.indexOf(task.id);
  if (index < 0) return { taskId: ids.find((id) => typeof id === "string"), taskStatus: undefined };
  const candidate = tasks[index];
  const status = isObject(candidate) ? candidate[task.statusName] : undefined;
  // `String` would turn a status of another type into a state, or throw. Two tasks with one ID contradict each other.
  const isTold = typeof status === "number" || (typeof status === "string" && status !== "");
  const isOnly = ids.lastIndexOf(task.id) === index;
  return { taskId: task.id, taskStatus: isTold && isOnly ? quoted(String(status)) : undefined };
}
