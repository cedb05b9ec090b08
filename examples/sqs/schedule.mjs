// Stops a task of the SQS queue at its time: by a schedule of Amazon EventBridge Scheduler, or by the delay of its message.
import { createHash } from "node:crypto";
import { readTask } from "apsara-live/queue";

/**
 * Schedules the stop of a task, which has one schedule: one that is scheduled again moves to its new time.
 *
 * @param {(action: "CreateSchedule" | "UpdateSchedule", input: object) => Promise<unknown>} send one call of your client of the Scheduler
 * @param {object} task such as `{ taskId }`
 * @param {Date} at a time to come
 * @param {{ Arn: string, RoleArn: string }} target the queue, and a role that may send messages to it
 */
export async function scheduleStop(send, task, at, target) {
  const input = {
    Name: scheduleName(task),
    // In UTC, and in whole seconds: not before the time.
    ScheduleExpression: `at(${new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: { ...target, Input: JSON.stringify(task) },
  };
  try {
    await send("CreateSchedule", input);
    return "scheduled";
  } catch (error) {
    if (error.name !== "ConflictException") throw error;
    await send("UpdateSchedule", input);
    return "moved";
  }
}

/** The name of the schedule of a task, for `DeleteSchedule`. It has 64 characters at most. */
export function scheduleName(task) {
  const { key } = readTask(task);
  const name = key.replace(" ", "-");
  return /^[\w.-]{1,64}$/.test(name) ? name : createHash("sha256").update(key).digest("hex");
}

/** The message of a task that is due within 15 minutes, for `SendMessage`. It can be neither moved nor cancelled. */
export function delayedMessage(task, at) {
  readTask(task);
  const DelaySeconds = Math.max(Math.ceil((at.getTime() - Date.now()) / 1000), 0);
  if (!(DelaySeconds <= 900)) throw new RangeError("at: expected a time within 15 minutes, the longest delay of SQS");
  return { MessageBody: JSON.stringify(task), DelaySeconds };
}
