// The Durable Object that paces all consumers of an account.
import type { StopOperation } from "../queued-task.ts";
import type { LimiterState } from "./bindings.ts";
import { type LeaseRequest, lease } from "./permits.ts";

/** A request of a consumer: a lease for each operation. */
export type LeaseRequests = { readonly [Operation in StopOperation]?: LeaseRequest };

/** The reply: the offsets of the permits, in milliseconds from the lease. */
export type LeaseOffsets = { readonly [Operation in StopOperation]?: readonly number[] };

/** The time of the next permit of each operation, in milliseconds since 1970. */
type NextTimes = { [Operation in StopOperation]?: number };

/** The runtime's own `Response`, if its types exist. */
type GlobalResponse = typeof globalThis extends { Response: { new (...args: never[]): infer Reply } } ? Reply : unknown;

const KEY = "next";

/**
 * A Durable Object that leases permits: one call for all messages of a batch. It keeps the time of the next permit in its
 * storage, so that a restart begins no new second.
 *
 * Export the class from the Worker, and bind it as `STOP_LIMITER` with a migration for `new_sqlite_classes`.
 *
 * @example
 * ```js
 * export { StopLimiter } from "apsara-live/cloudflare";
 * ```
 */
export class StopLimiter {
  /** The mark of Durable Objects in the types that `wrangler types` writes. It exists in types alone. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: LimiterState["storage"];
  #next: Promise<NextTimes> | undefined;

  constructor(state: LimiterState) {
    this.#storage = state.storage;
  }

  /** Called by {@link consumeStops}. */
  async fetch(request: { json(): Promise<unknown> }): Promise<GlobalResponse> {
    // biome-ignore lint/plugin: `leasePermits` of this package writes the body
    const requests = (await request.json()) as LeaseRequests;
    const next = await this.#times();
    const offsets: { [Operation in StopOperation]?: readonly number[] } = {};
    const now = Date.now();
    // biome-ignore lint/plugin: `Object.entries` knows no names
    for (const [operation, asked] of Object.entries(requests) as [StopOperation, LeaseRequest][]) {
      const { offsetsMs, nextMs } = lease(next[operation] ?? 0, now, asked);
      next[operation] = nextMs;
      offsets[operation] = offsetsMs;
    }
    // Before the reply: otherwise, a restart could lease the same permits twice.
    await this.#storage.put(KEY, next);
    // biome-ignore lint/plugin: the compiler knows the `Response` of the DOM, a Worker has its own
    return Response.json(offsets) as GlobalResponse;
  }

  /** Concurrent first requests share one object. */
  #times(): Promise<NextTimes> {
    this.#next ??= this.#storage.get(KEY).then(
      // biome-ignore lint/plugin: only `fetch` writes the key
      (stored) => ({ ...(stored as NextTimes | undefined) }),
      (error: unknown) => {
        this.#next = undefined;
        throw error;
      },
    );
    return this.#next;
  }
}
