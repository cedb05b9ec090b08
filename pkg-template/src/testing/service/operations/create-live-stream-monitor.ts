// CreateLiveStreamMonitor: a new monitor, which does not run yet.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-createlivestreammonitor
import { monitorDetailsOf } from "../task-details.ts";
import { checkOwner, ofMonitors } from "./monitor-task.ts";
import { jsonParameter, malformed, type Operation, type Parameters } from "./operation.ts";

const TEMPLATES = ["lp_ld", "lp_sd", "lp_hd", "lp_ud"];

export const createLiveStreamMonitor: Operation = {
  ...ofMonitors,
  required: ["MonitorName", "Domain", "InputList", "OutputTemplate"],
  check(parameters) {
    checkOwner(parameters);
    if (!TEMPLATES.includes(parameters.OutputTemplate ?? "")) throw malformed("OutputTemplate");
    inputsOf(parameters);
    if (parameters.MonitorConfig) jsonParameter(parameters, "MonitorConfig");
  },
  execute(parameters, { monitors, monitorDetails }) {
    const id = crypto.randomUUID();
    const byDefault = monitorDetailsOf(id);
    monitors.set(id, "STOPPED");
    monitorDetails.set(id, {
      monitorName: parameters.MonitorName ?? "",
      domain: parameters.Domain ?? "",
      app: parameters.App || byDefault.app,
      stream: parameters.Stream || byDefault.stream,
      outputTemplate: parameters.OutputTemplate ?? "",
      region: parameters.RegionId || byDefault.region,
      inputList: inputsOf(parameters),
      monitorConfig: parameters.MonitorConfig ?? "",
      callbackUrl: parameters.CallbackUrl ?? "",
      dingTalkWebHookUrl: parameters.DingTalkWebHookUrl ?? "",
    });
    return { MonitorId: id };
  },
};

function inputsOf(parameters: Parameters): readonly unknown[] {
  const inputs = jsonParameter(parameters, "InputList");
  if (Array.isArray(inputs) && inputs.length > 0) return inputs;
  throw malformed("InputList");
}
