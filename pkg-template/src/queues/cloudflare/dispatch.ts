// The messages of one operation: each is sent at the time of its permit.
import { createLiveError } from "../../api/live-error.ts";
import type { StopOperation } from "../queued-task.ts";
import type { LimiterNamespace, StopMessage } from "./bindings.ts";
import type { Connections } from "./connections.ts";
import { delay, leasePermits } from "./limiter-client.ts";

/** A permit that waited longer for a connection is void: 2 % of a second, half of the time that the pace leaves free. */
const LIFE_MS = 20;

/** The time in which a batch gets its permits: a third of the 15 minutes after which the platform kills the consumer. */
const BATCH_MS = 300_000;

/** The largest and the smallest lease. The smallest is the number of connections. */
const MOST = 100;
const FEWEST = 5;

/** The permits that this isolate uses before they are void. A slow service holds the connections longer. */
let usable = MOST;

export interface Dispatch {
  readonly operation: StopOperation;
  readonly messages: readonly StopMessage[];
  /** The time of the permit of each message. */
  readonly permits: readonly number[];
  readonly intervalMs: number;
  readonly limiter: LimiterNamespace;
  readonly connections: Connections;
  /** Sends one request for the message, and settles the message. Resolves to a pause for all consumers; never rejects. */
  readonly settle: (message: StopMessage) => Promise<number | undefined>;
  /** Settles a message without a permit. Never rejects. */
  readonly unsent: (message: StopMessage, error: unknown) => Promise<unknown>;
}

/** Returns the number of permits that the isolate can use for `count` messages. */
export const leaseSize = (count: number): number => Math.min(count, usable);

/** Sends all messages. Resolves when all are settled; never rejects. */
export async function dispatch(given: Dispatch): Promise<void> {
  const { operation, messages, intervalMs, limiter, connections, settle, unsent } = given;
  const underWay: Promise<void>[] = [];
  let permits = [...given.permits];
  let leased = permits.length;
  let pauseMs = 0;
  const until = Date.now() + BATCH_MS;

  async function renew(count: number): Promise<void> {
    if (permits.length === 0) usable = Math.min(2 * usable, MOST);
    else usable = Math.max(leased - permits.length, FEWEST);
    // With all connections free, every permit of a small lease is used.
    if (usable === FEWEST) await Promise.all(underWay);
    leased = Math.min(count, usable);
    const request = { count: leased, intervalMs, pauseMs };
    pauseMs = 0;
    permits = [...((await leasePermits(limiter, { [operation]: request }))[operation] ?? [])];
  }

  async function permit(count: number): Promise<void> {
    // A late timer voids all other permits, but not its own: otherwise, if all timers are late, no permit would be used.
    let awaited: number | undefined;
    for (;;) {
      const [at] = permits;
      const waitMs = (at ?? Number.NEGATIVE_INFINITY) - Date.now();
      if (at !== undefined && waitMs > 0) {
        if (at > until) throw tooLong(operation, waitMs);
        await delay(waitMs);
        awaited = at;
      } else if (waitMs >= -LIFE_MS || (at !== undefined && at === awaited)) break;
      else await renew(count);
    }
    permits.shift();
  }

  async function send(message: StopMessage, lease: number[]): Promise<void> {
    const pause = await settle(message);
    connections.release();
    // Replies to requests under way at the begin of a pause add no information.
    if (pause === undefined || lease !== permits) return;
    pauseMs = pause;
    permits = [];
  }

  for (const [index, message] of messages.entries()) {
    await connections.take();
    try {
      await permit(messages.length - index);
      underWay.push(send(message, permits));
    } catch (error) {
      connections.release();
      // Asking again for each would hold the consumer for as long each time.
      await Promise.all(messages.slice(index).map((left) => unsent(left, error)));
      break;
    }
  }
  await Promise.all(underWay);
  // After a pause at the last message the other consumers pause as well.
  if (pauseMs > 0) await renew(0).catch(() => undefined);
}

const tooLong = (operation: StopOperation, waitMs: number): Error =>
  createLiveError({
    kind: "throttled",
    code: "ERR_QUOTA",
    message: `${operation}: not sent, because a permit comes only after ${Math.ceil(waitMs / 1000)} s`,
    operation,
    retryable: true,
    retryAfterMs: waitMs,
  });
