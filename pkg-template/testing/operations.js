// The operations that the emulator knows: their methods, parameters and what they do to the state.

import { serviceError } from "./errors.js";

const INT64_MAX = 2n ** 63n - 1n;

// https://github.com/aliyun/aliyun-openapi-meta, metadatas/live: methods and required parameters.
export const operations = {
  StopRtcCloudRecording: {
    methods: ["POST"],
    required: ["TaskId"],
    checkParameters() {},
    stop({ recordings }, { TaskId }) {
      const state = recordings.get(TaskId);
      if (state === undefined) return serviceError("NotFound.Task");
      if (state !== "RUNNING" && state !== "RECOVERING") return serviceError("InvalidParameter.TaskId");
      recordings.set(TaskId, "STOPPED");
    },
    reply: ({ TaskId }) => ({ TaskId }),
  },

  StopLiveStreamMonitor: {
    methods: ["GET", "POST"],
    required: ["MonitorId"],
    checkParameters({ OwnerId }) {
      if (OwnerId !== undefined && !isInt64(OwnerId)) return serviceError("InvalidUserId.Malformed");
    },
    stop({ monitors }, { MonitorId }) {
      const state = monitors.get(MonitorId);
      if (state === undefined) return serviceError("StreamMonitorNotExist");
      if (state === "STOPPED") return serviceError("StreamMonitorAlreadyStop");
      monitors.set(MonitorId, "STOPPED");
    },
    reply: () => ({}),
  },
};

export const apiVersion = "2016-11-01";

function isInt64(text) {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= INT64_MAX;
}
