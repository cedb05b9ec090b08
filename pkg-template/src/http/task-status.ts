// The state of a task in the reply of the operation that describes it.

import type { DescribedTask, Reply } from "../generated/records.ts";
import { isObject } from "../options/validate.ts";
import { quoted } from "./quoted.ts";

/** Returns the reply with the `Status` of the task, which the core compares with the known states. `json` is the body, parsed. */
export function withTaskStatus(reply: Reply, json: unknown, task: DescribedTask): Reply {
  const { body } = reply;
  const described = isObject(json) ? json[task.member] : undefined;
  // A reply without the member does not even prove that there is no such task.
  if (body.form !== "json" || typeof described !== "object" || described === null) return reply;
  const withStatus = (taskStatus: string): Reply => ({
    ...reply,
    body: { ...body, fields: { ...body.fields, taskStatus } },
  });
  const tasks: unknown[] = Array.isArray(described) ? described : [described];
  const [found, ...others] = tasks.filter((candidate) => isObject(candidate) && candidate[task.idName] === task.id);
  if (found === undefined) return withStatus("");
  const status = isObject(found) ? found.Status : undefined;
  // `String` would turn a status of another type into a state, or throw. Two tasks with one ID contradict each other.
  const isTold = typeof status === "number" || (typeof status === "string" && status !== "");
  if (!isTold || others.length > 0) return reply;
  return withStatus(quoted(String(status)));
}
