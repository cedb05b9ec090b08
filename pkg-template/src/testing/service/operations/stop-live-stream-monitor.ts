// StopLiveStreamMonitor: a running monitor stops.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
import { ServiceError } from "../service-error.ts";
import { findMonitor, ofOneMonitor } from "./monitor-task.ts";
import type { Operation } from "./operation.ts";

export const stopLiveStreamMonitor: Operation = {
  ...ofOneMonitor,
  execute(parameters, service, nowMs) {
    const [id, state] = findMonitor(parameters, service);
    if (state === "STOPPED") throw new ServiceError("StreamMonitorAlreadyStop");
    service.monitors.set(id, "STOPPED");
    service.monitorTimes.set(id, { ...service.monitorTimes.get(id), stoppedAt: nowMs });
    return {};
  },
};
