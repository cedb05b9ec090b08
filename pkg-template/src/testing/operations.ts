// The operations of the emulator: HTTP methods, transport, parameters, and what they do to the state.
import { OPERATION_REFERENCES, type StopName } from "../generated/operations.ts";
import { ServiceError } from "./service-error.ts";
import type { TaskStates } from "./task-states.ts";

export { API_VERSION } from "../generated/operations.ts";

/** Decoded parameters of an operation, by name. */
export type Parameters = Readonly<Record<string, string>>;

export interface Operation {
  readonly name: StopName;
  readonly methods: readonly string[];
  /** Whether the gateway rejects plain http with `InvalidProtocol.NeedSsl`. */
  readonly needsSsl: boolean;
  /** The parameter without which nothing can be stopped. */
  readonly required: (typeof OPERATION_REFERENCES)[StopName]["required"][0];
  /** Throws a {@link ServiceError} for a malformed parameter. */
  readonly checkParameters?: (parameters: Parameters) => void;
  /** Stops the task of that id, or throws a {@link ServiceError}. */
  readonly stop: (states: TaskStates, id: string) => void;
  /** Members of the success reply, beside `RequestId`. */
  readonly replyMembers: (id: string) => Record<string, string>;
}

/** Members that the generated table has. */
function described(name: StopName): Pick<Operation, "name" | "methods" | "required"> {
  const { methods, required } = OPERATION_REFERENCES[name];
  return { name, methods, required: required[0] };
}

// The protocols: https://github.com/aliyun/aliyun-openapi-meta, metadatas/live.
export const operations: Readonly<Record<string, Operation>> = {
  StopRtcCloudRecording: {
    ...described("StopRtcCloudRecording"),
    needsSsl: true,
    stop({ recordings }, id) {
      const state = recordings.get(id);
      if (state === undefined) throw new ServiceError("NotFound.Task");
      if (state !== "RUNNING" && state !== "RECOVERING") throw new ServiceError("InvalidParameter.TaskId");
      recordings.set(id, "STOPPED");
    },
    replyMembers: (id) => ({ TaskId: id }),
  },

  StopLiveStreamMonitor: {
    ...described("StopLiveStreamMonitor"),
    needsSsl: false,
    checkParameters({ OwnerId }) {
      if (OwnerId !== undefined && !isInt64(OwnerId)) throw new ServiceError("InvalidUserId.Malformed");
    },
    stop({ monitors }, id) {
      const state = monitors.get(id);
      if (state === undefined) throw new ServiceError("StreamMonitorNotExist");
      if (state === "STOPPED") throw new ServiceError("StreamMonitorAlreadyStop");
      monitors.set(id, "STOPPED");
    },
    replyMembers: () => ({}),
  },
};

const INT64_MAX = 2n ** 63n - 1n;

function isInt64(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= INT64_MAX;
}
