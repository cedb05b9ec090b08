// DeleteLiveStreamMonitor: a stopped monitor is gone.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-deletelivestreammonitor
import { findMonitor, ofOneMonitor } from "./monitor-task.ts";
import { malformed, type Operation } from "./operation.ts";

export const deleteLiveStreamMonitor: Operation = {
  ...ofOneMonitor,
  execute(parameters, service) {
    const [id, state] = findMonitor(parameters, service);
    // The page says that a running monitor is refused with 400, and does not name the code.
    if (state === "RUNNING") throw malformed("MonitorId, the monitor is running");
    service.monitors.delete(id);
    service.monitorDetails.delete(id);
    service.monitorTimes.delete(id);
    return {};
  },
};
