// The consumer's side of a lease: one call of the Durable Object, again if the object was restarted or does not answer.
import { namesOf } from "../../options/names.ts";
import type { LimiterNamespace } from "./bindings.ts";
import type { LeaseOffsets, LeaseRequests } from "./stop-limiter.ts";
import { withinLimit } from "./time-limit.ts";

/** One object for both operations: all consumers of an account share their quotas. */
const NAME = "apsara-live";

/** The waits before another call, in milliseconds. An aborted object restarts sooner. */
const WAITS_MS = [50, 250, 1000];

/** Permits by operation, as times of this machine's clock, in milliseconds. */
export type Permits = { readonly [Operation in keyof LeaseOffsets]: readonly number[] };

/** Leases permits. Rejects if the Durable Object fails four times. */
export async function leasePermits(namespace: LimiterNamespace, requests: LeaseRequests): Promise<Permits> {
  for (let failed = 0; ; failed++) {
    try {
      const offsets = await ask(namespace, requests);
      // Counts from the reply, not from the request: then no permit is used too early.
      const now = Date.now();
      return Object.fromEntries(
        Object.entries(offsets).map(([operation, offsetsMs]) => [operation, offsetsMs.map((offset) => now + offset)]),
      );
    } catch (error) {
      const waitMs = WAITS_MS[failed];
      if (waitMs === undefined) throw error;
      await delay(waitMs);
    }
  }
}

async function ask(namespace: LimiterNamespace, requests: LeaseRequests): Promise<LeaseOffsets> {
  // A new stub each time: the stub of an aborted object stays broken.
  const stub = namespace.get(namespace.idFromName(NAME));
  const body = JSON.stringify(requests);
  const offsets = await withinLimit("the Durable Object StopLimiter", async (signal) => {
    const response = await stub.fetch("https://stop-limiter/", { method: "POST", body, signal });
    if (!response.ok) throw new Error("the Durable Object StopLimiter failed");
    // biome-ignore lint/plugin: another object than a StopLimiter may have replied: the number of offsets tells
    return (await response.json()) as LeaseOffsets;
  });
  for (const operation of namesOf(requests)) {
    if (offsets[operation]?.length !== requests[operation]?.count) throw new Error("STOP_LIMITER is not a StopLimiter");
  }
  return offsets;
}

/** Resolves after `ms` milliseconds. */
export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
