// StartLiveStreamMonitor: a stopped monitor runs.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-startlivestreammonitor
import { ServiceError } from "../service-error.ts";
import { findMonitor, ofOneMonitor } from "./monitor-task.ts";
import type { Operation } from "./operation.ts";

export const startLiveStreamMonitor: Operation = {
  ...ofOneMonitor,
  execute(parameters, service, nowMs) {
    const [id, state] = findMonitor(parameters, service);
    if (state === "RUNNING") throw new ServiceError("StreamMonitorAlreadyStarted");
    service.monitors.set(id, "RUNNING");
    service.monitorTimes.set(id, { startedAt: nowMs });
    return {};
  },
};
