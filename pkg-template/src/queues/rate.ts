// The rate of a fleet: its share of the account's quota.
import { createLiveError } from "../api/live-error.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS } from "../generated/operations.ts";
import type { StopOperation } from "./queued-task.ts";

/** Options of the share of the quota. */
export interface RateOptions {
  /** This fleet's part of the account's quota, above 0 and at most 1. Others share the account. @defaultValue 1 */
  readonly share?: number | undefined;
  /** The account's quota in calls per second, if the vendor has raised it. @defaultValue the quota of the operation: 50 or 10 */
  readonly quota?: number | undefined;
}

/** 96 % of the quota leaves room for jitter of 20 ms; at 100 % the service refuses 4 to 12 % of the requests. */
const PACED = 0.96;

/** Returns the maximum rate and the paced rate of the fleet, in calls per second. */
export function fleetRate(operation: StopOperation, options: RateOptions): { quota: number; paced: number } {
  const { share = 1, quota = OPERATIONS[operation].callsPerSecond } = options;
  positive(share, 1, "options.share", "a number above 0 and at most 1");
  positive(
    quota,
    LIMITS.maxQuota,
    "options.quota",
    `a number of calls per second, above 0 and at most ${LIMITS.maxQuota}`,
  );
  return { quota: share * quota, paced: PACED * share * quota };
}

function positive(value: unknown, max: number, path: string, expected: string): void {
  if (typeof value === "number" && value > 0 && value <= max) return;
  throw createLiveError({ kind: "argument", code: "ERR_INVALID_OPTION", message: `${path}: expected ${expected}` });
}
