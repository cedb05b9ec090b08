// Quotas of all operations of the account, and the options for them.
import { LIMITS } from "../../generated/limits.ts";
import { byName, namesOf } from "../../options/names.ts";
import { Refusal } from "../../options/refusal.ts";
import { boolean, integer, object, oneOf, optional, withDefault } from "../../options/validate.ts";
import {
  EMULATED_OPERATIONS,
  type EmulatedAction,
  type EmulatedOperation,
  operationKey,
} from "../service/operations.ts";
import { ServiceError } from "../service/service-error.ts";
import { OperationQuota } from "./operation-quota.ts";
import { QUOTA_WINDOW_KINDS, type QuotaWindowKind } from "./quota-window.ts";
import type { OperationCount } from "./request-count.ts";

/** A number of requests a second for some operations. */
export type RequestRates = { readonly [Operation in EmulatedOperation]?: number | undefined };

/** Options of {@link createLiveEmulator} about quotas. */
export interface QuotaOptions {
  /**
   * The number of requests a second that the account may send, by operation: a whole number from 1 to 100000. All access keys
   * belong to the one account. A request above the quota gets `Throttling.User`, and is not carried out. The quota
   * counts requests that pass all checks up to the nonce. Default: no limit.
   *
   * The documented quotas are 50 for `startRtcCloudRecording`, `stopRtcCloudRecording` and
   * `describeRtcCloudRecordingFiles`, 15 for `describeLiveStreamMonitorList`, and 10 for the others.
   */
  quota?: RequestRates | undefined;
  /**
   * The second in which `quota` counts, by the emulator's clock. The second of the real service is not documented. Default:
   * `"sliding"`.
   *
   * - `"sliding"`: any 1000 ms. A request counts until 1000 ms after it.
   * - `"calendar"`: the seconds of the clock. Around the turn of a second, twice the quota may pass within 1000 ms.
   * - `"anchored"`: 1000 ms that begin with the first request after the last window.
   */
  quotaWindow?: QuotaWindowKind | undefined;
  /**
   * The number of requests a second that other users of the account send, evenly, by operation: a whole number from 1 to the
   * `quota` of that operation. They use the quota like the test's own requests, and are refused like them. They begin with the
   * first request for the operation, and again where the clock is set back. Default: no other user.
   */
  others?: RequestRates | undefined;
  /**
   * `true`: `counts` holds the time of each request, and grows with each. Only the times of `others` in the middle of ten
   * seconds or more without a request for the operation are left out. Default: `false`.
   */
  recordTimes?: boolean | undefined;
}

const rates = withDefault(
  object(byName(EMULATED_OPERATIONS, () => optional(integer(1, LIMITS.maxQuota)))),
  byName(EMULATED_OPERATIONS, () => undefined),
);

/** Validators of {@link QuotaOptions}. */
export const quotaOptions = {
  quota: rates,
  quotaWindow: withDefault<QuotaWindowKind>(oneOf(...QUOTA_WINDOW_KINDS), "sliding"),
  others: rates,
  recordTimes: withDefault(boolean, false),
};

/** Validated options. */
type QuotaSettings = { readonly [K in keyof typeof quotaOptions]: ReturnType<(typeof quotaOptions)[K]> };

/** Refuses a rate of other users above the quota, or without a quota. */
export function checkOthers({ quota, others }: QuotaSettings, path: string): void {
  for (const key of namesOf(others)) {
    const [rate, limit] = [others[key], quota[key]];
    if (rate === undefined || (limit !== undefined && rate <= limit)) continue;
    const expected = limit === undefined ? "a quota for the operation" : `a whole number from 1 to ${limit}, the quota`;
    throw new Refusal("ERR_INVALID_OPTION", `${path}.others.${key}`, expected);
  }
}

/** Counts of all operations, by the names of their methods. */
export type OperationCounts = { readonly [Operation in EmulatedOperation]: OperationCount };

export class Quotas {
  readonly #nowMs: () => number;
  readonly #quotas: Readonly<Record<EmulatedOperation, OperationQuota>>;

  constructor({ quota, quotaWindow: window, others, recordTimes }: QuotaSettings, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#quotas = byName(
      EMULATED_OPERATIONS,
      (key) => new OperationQuota({ quota: quota[key], window, others: others[key], recordTimes }),
    );
  }

  /** Throws `Throttling.User` for a request above the quota, at the time of the decision. */
  admit(action: EmulatedAction): void {
    if (!this.#quotas[operationKey(action)].admit(this.#nowMs())) throw new ServiceError("Throttling.User");
  }

  /** Live. */
  counts(): OperationCounts {
    return Object.freeze(byName(EMULATED_OPERATIONS, (key) => this.#quotas[key].count));
  }
}
