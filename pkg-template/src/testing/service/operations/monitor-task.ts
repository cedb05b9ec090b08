// Shared parts of the operations on monitors: the facts that the gateway checks, the owner, and the look-up of the monitor.
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import type { MonitorState } from "../task-states.ts";
import type { Parameters } from "./operation.ts";

const INT64_MAX = 2n ** 63n - 1n;

/** Rejects an `OwnerId` that is not an integer of 64 bits. */
export function checkOwner({ OwnerId }: Parameters): void {
  if (OwnerId === undefined) return;
  if (!/^\d{1,19}$/.test(OwnerId) || BigInt(OwnerId) > INT64_MAX) throw new ServiceError("InvalidUserId.Malformed");
}

/** Facts of any operation on monitors. */
export const ofMonitors = { methods: ["GET", "POST"], needsSsl: false, check: checkOwner } as const;

/** Facts of an operation that takes a `MonitorId`. */
export const ofOneMonitor = { ...ofMonitors, required: ["MonitorId"] } as const;

/** Returns id and state of the monitor that the parameters name, or throws `StreamMonitorNotExist`. */
export function findMonitor({ MonitorId = "" }: Parameters, { monitors }: Service): [id: string, MonitorState] {
  const state = monitors.get(MonitorId);
  if (state === undefined) throw new ServiceError("StreamMonitorNotExist");
  return [MonitorId, state];
}
