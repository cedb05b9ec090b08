// StartRtcCloudTranscode, DescribeRtcCloudTranscode and StopRtcCloudTranscode: a task transcodes a stream of a channel.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import type { OtherTaskState } from "../task-states.ts";
import { jsonParameter, type Operation, type Parameters } from "./operation.ts";

const ofTranscodings = { methods: ["POST"], needsSsl: true } as const;

const ofOneTranscoding = { ...ofTranscodings, required: ["AppId", "TaskId"] } as const;

/** Returns id and state of the task that the parameters name, or throws `NotFound`: also in another application. */
function findTranscoding(
  { TaskId = "", AppId }: Parameters,
  service: Service,
): [id: string, OtherTaskState<"transcoding">] {
  const state = service.tasks.transcoding.get(TaskId);
  const { AppId: own = AppId } = service.taskParameters.get(TaskId) ?? {};
  if (state === undefined || own !== AppId) throw new ServiceError("NotFound");
  return [TaskId, state];
}

export const startRtcCloudTranscode: Operation = {
  ...ofTranscodings,
  required: ["AppId", "ChannelId", "InputParam", "OutputParams"],
  execute(parameters, { tasks, taskParameters }) {
    const id = crypto.randomUUID();
    tasks.transcoding.set(id, "RUNNING");
    taskParameters.set(id, parameters);
    return { TaskId: id };
  },
};

export const describeRtcCloudTranscode: Operation = {
  ...ofOneTranscoding,
  execute(parameters, service) {
    const [TaskId, Status] = findTranscoding(parameters, service);
    const { AppId = "" } = parameters;
    const started = service.taskParameters.get(TaskId);
    if (started === undefined) return { TaskInfo: { AppId, TaskId, Status } };
    const { ChannelId = "", MaxIdleTime } = started;
    const idle = MaxIdleTime === undefined ? {} : { MaxIdleTime: Number(MaxIdleTime) };
    const [InputParam, OutputParams] = ["InputParam", "OutputParams"].map((name) => jsonParameter(started, name));
    return { TaskInfo: { AppId, ChannelId, TaskId, Status, ...idle, InputParam, OutputParams } };
  },
};

// The page names no code for a task that has stopped: this is one of its codes, which also means a parameter that is wrong.
export const stopRtcCloudTranscode: Operation = {
  ...ofOneTranscoding,
  execute(parameters, service) {
    const [TaskId, state] = findTranscoding(parameters, service);
    if (state === "STOPPED") throw new ServiceError("InvalidParameter");
    service.tasks.transcoding.set(TaskId, "STOPPED");
    return {};
  },
};
