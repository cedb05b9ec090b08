// CreateLivePullToPush, DescribeLivePullToPush, StopLivePullToPush and DeleteLivePullToPush: a task pulls a stream and pushes it on (a relay).
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import type { OtherTaskState } from "../task-states.ts";
import { jsonParameter, malformed, type Operation, type Parameters } from "./operation.ts";

type RelayState = OtherTaskState<"relay">;

const STATUS: Readonly<Record<RelayState, number>> = {
  "NOT-STARTED": 0,
  RUNNING: 1,
  RETRYING: 2,
  STOPPED: 3,
  EXITED: -1,
};

const ofOneRelay = { methods: ["GET"], needsSsl: true, required: ["Region", "TaskId"] } as const;

/** Returns id and state of the task that the parameters name, or throws `CodeTaskNotExist`: also in another region. */
function findRelay({ TaskId = "", Region }: Parameters, service: Service): [id: string, RelayState] {
  const state = service.tasks.relay.get(TaskId);
  const { Region: own = Region } = service.taskParameters.get(TaskId) ?? {};
  if (state === undefined || own !== Region) throw new ServiceError("CodeTaskNotExist");
  return [TaskId, state];
}

function timeOf(parameters: Parameters, name: string): number {
  const ms = Date.parse(parameters[name] ?? "");
  if (Number.isNaN(ms)) throw malformed(name);
  return ms;
}

/** A task that starts later does so only if the test says so. */
export const createLivePullToPush: Operation = {
  methods: ["POST"],
  needsSsl: true,
  required: ["Region", "SourceType", "SourceUrls", "DstUrl", "StartTime", "EndTime"],
  check(parameters) {
    if (timeOf(parameters, "StartTime") >= timeOf(parameters, "EndTime")) throw malformed("EndTime");
  },
  execute(parameters, { tasks, taskParameters }, nowMs) {
    const id = crypto.randomUUID();
    tasks.relay.set(id, timeOf(parameters, "StartTime") > nowMs ? "NOT-STARTED" : "RUNNING");
    taskParameters.set(id, parameters);
    return { TaskId: id };
  },
};

export const describeLivePullToPush: Operation = {
  ...ofOneRelay,
  execute(parameters, service) {
    const [TaskId, state] = findRelay(parameters, service);
    const started = service.taskParameters.get(TaskId);
    const { TaskName = "", SourceType = "", DstUrl = "", StartTime = "", EndTime = "" } = started ?? {};
    const SourceUrls = started === undefined ? [] : jsonParameter(started, "SourceUrls");
    const TaskInfo = { TaskId, TaskName, SourceType, SourceUrls, DstUrl, StartTime, EndTime };
    return { TaskId, TaskStatus: STATUS[state], TaskInfo };
  },
};

export const stopLivePullToPush: Operation = {
  ...ofOneRelay,
  execute(parameters, service) {
    const [TaskId, state] = findRelay(parameters, service);
    if (state === "STOPPED" || state === "EXITED") throw new ServiceError("CodeTaskHasStopped");
    service.tasks.relay.set(TaskId, "STOPPED");
    return { TaskId };
  },
};

export const deleteLivePullToPush: Operation = {
  ...ofOneRelay,
  execute(parameters, service) {
    const [TaskId] = findRelay(parameters, service);
    service.tasks.relay.delete(TaskId);
    service.taskParameters.delete(TaskId);
    return {};
  },
};
