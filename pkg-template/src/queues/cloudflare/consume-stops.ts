// The consumer of a Cloudflare queue: one lease for a batch, one request and one settlement for a message.
import { createLiveError } from "../../api/live-error.ts";
import { OPERATIONS, type StopMethod } from "../../generated/operations.ts";
import { STOP_NAMES } from "../../generated/stops.ts";
import { byName } from "../../options/names.ts";
import type { Decision } from "../decide.ts";
import { readTask, type StopOperation } from "../queued-task.ts";
import { fleetRate } from "../rate.ts";
import { type StopClient, tryOnce, warmUp } from "../try-once.ts";
import type { StopBatch, StopBindings, StopMessage, StopQueue } from "./bindings.ts";
import { Connections } from "./connections.ts";
import { deliveryOf } from "./delivery.ts";
import { dispatch, leaseSize } from "./dispatch.ts";
import { leasePermits } from "./limiter-client.ts";
import { pauseOf } from "./pause.ts";
import { settle } from "./settle.ts";

/** Options of {@link consumeStops}. */
export interface ConsumeOptions {
  /** A client with `quota: false`, because the Durable Object paces. Its `retry` does not count: the queue retries. */
  readonly live: StopClient;
  /** This fleet's part of the account's quotas, above 0 and at most 1. Others share the account. @defaultValue 1 */
  readonly share?: number | undefined;
  /** The account's quotas in calls per second, if the vendor has raised them. @defaultValue 50 and 10 */
  readonly quota?: { readonly [Method in StopMethod]?: number | undefined } | undefined;
  /**
   * `max_retries` of the queue, from 0 to 100. The last delivery but one of a message then sends it to `queue` again, and keeps its age:
   * the delay goes on growing. Without a `queue`, or after four days, it writes a dead letter that says so. If the option is missing,
   * the platform moves a message after its last delivery to the dead letters as it is, without code and message.
   */
  readonly maxRetries?: number | undefined;
  /** The binding of the queue that is consumed, for `maxRetries`. */
  readonly queue?: StopQueue | undefined;
  /** Called with each decision, and the result or the error that led to it. Exceptions are ignored. */
  readonly onDecision?: ((decision: Decision, resultOrError: unknown, message: StopMessage) => unknown) | undefined;
}

/** Counts of a batch. */
export interface ConsumedStops {
  /** Messages that were acknowledged because their tasks are stopped. */
  readonly done: number;
  /** Messages that the queue delivers again. */
  readonly retry: number;
  /** Messages for which another delivery would fail, too. */
  readonly dead: number;
}

/** The platform takes no more. */
const MAX_RETRIES = 100;

/**
 * Consumes a batch of tasks: gets a permit for each from the Durable Object {@link StopLimiter}, sends one request for each
 * message, and settles each message by itself, as `decide` says. So a crash repeats only messages that were not settled.
 *
 * Give the queue `max_batch_size` 25 or less, because a batch lasts half a second at 50 calls a second and has 15 minutes; and
 * `max_concurrency` 2 or more, because a Worker has six connections at a time.
 *
 * A message that must be delivered again waits twice as long each time, up to 5 minutes. A Durable Object that does not answer holds
 * the batch for less than half a minute.
 *
 * @param env - the bindings `STOP_LIMITER` and, optionally, `STOP_DEAD_LETTERS`
 * @returns the number of messages for each way of settling. Rejects only for unusable `options`, before any message is touched
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * import { createClient } from "apsara-live";
 * import { consumeStops } from "apsara-live/cloudflare";
 * export { StopLimiter } from "apsara-live/cloudflare";
 *
 * export default {
 *   async queue(batch, env) {
 *     const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
 *     await consumeStops(batch, env, { live: createClient({ credentials, quota: false }) });
 *   },
 * };
 * ```
 */
export async function consumeStops(
  batch: StopBatch,
  env: StopBindings,
  options: ConsumeOptions,
): Promise<ConsumedStops> {
  const { share, quota = {}, maxRetries, queue } = options;
  const isCount = Number.isInteger(maxRetries) && Number(maxRetries) >= 0 && Number(maxRetries) <= MAX_RETRIES;
  if (!isCount && (maxRetries !== undefined || queue !== undefined)) {
    const message = `options.maxRetries: expected max_retries of the queue, a whole number from 0 to ${MAX_RETRIES}`;
    throw createLiveError({ kind: "argument", code: "ERR_INVALID_OPTION", message });
  }
  const interval = (operation: StopOperation): number =>
    1000 / fleetRate(operation, { share, quota: quota[OPERATIONS[operation].method] }).paced;
  const intervals = byName(STOP_NAMES, interval);
  const counts = { done: 0, retry: 0, dead: 0 };
  const settleAs = async (message: StopMessage, resultOrError: unknown): Promise<Decision> => {
    const decision = await settle(message, resultOrError, env, options);
    counts[decision.action]++;
    notify(options, decision, resultOrError, message);
    return decision;
  };

  const groups = new Map<StopOperation, StopMessage[]>();
  const unusable: [StopMessage, unknown][] = [];
  for (const message of batch.messages) {
    try {
      const { operation } = readTask(deliveryOf(message).task);
      groups.set(operation, [...(groups.get(operation) ?? []), message]);
    } catch (error) {
      unusable.push([message, error]);
    }
  }
  await Promise.all(unusable.map(([message, error]) => settleAs(message, error)));
  if (groups.size === 0) return counts;
  // First, because the permits count from the lease.
  await warmUp(options.live);

  const requests = Object.fromEntries(
    Array.from(groups, ([operation, { length }]) => [
      operation,
      { count: leaseSize(length), intervalMs: intervals[operation] },
    ]),
  );
  const permits = await leasePermits(env.STOP_LIMITER, requests).catch((error: unknown) => ({ error }));
  if ("error" in permits) {
    await Promise.all([...groups.values()].flat().map((message) => settleAs(message, permits.error)));
    return counts;
  }
  const connections = new Connections();
  await Promise.all(
    Array.from(groups, ([operation, messages]) =>
      dispatch({
        operation,
        messages,
        permits: permits[operation] ?? [],
        intervalMs: intervals[operation],
        limiter: env.STOP_LIMITER,
        connections,
        settle: async (message) => {
          const result = await tryOnce(options.live, deliveryOf(message).task).catch((error: unknown) => error);
          return pauseOf(await settleAs(message, result), result);
        },
        unsent: settleAs,
      }),
    ),
  );
  return counts;
}

function notify({ onDecision }: ConsumeOptions, ...settled: [Decision, unknown, StopMessage]): void {
  try {
    // A promise that rejects would end the Worker's invocation.
    Promise.resolve(onDecision?.(...settled)).catch(() => undefined);
  } catch {
    // A failing log must not change the settlement of a message.
  }
}
