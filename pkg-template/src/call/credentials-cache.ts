// Cache of the credentials of a client: one lookup at a time for all waiting calls; the result is cached until shortly before it
// expires.

import type { Freshness } from "../generated/records.ts";
import { requestsEnd } from "../http/platform.ts";
import { type CheckedCredentials, type CheckedSource, environmentCredentials } from "../options/credentials.ts";
import { monotonicMs, wallMs } from "../runtime/clocks.ts";

/** Credentials expire this long before their end: a request signed with them needs time to arrive. */
const MARGIN_MS = 300_000;

/** After a failed renewal, the old credentials are used up to this time before their end, and the source is asked again after a time. */
const LAST_MARGIN_MS = 5_000;
const ASK_AGAIN_MS = 10_000;

/** One use of the source, for all calls that wait for it. */
interface Lookup {
  readonly result: Promise<CheckedCredentials>;
  readonly number: number;
  readonly begunMs: number;
  /** Whether a call has waited for the result until its own deadline. */
  isOverdue: boolean;
}

export class CredentialsCache {
  readonly #source: CheckedSource;
  #cached: { readonly credentials: CheckedCredentials; readonly number: number } | undefined;
  #lookup: Lookup | undefined;
  #begun = 0;
  #failedMs = -Infinity;

  constructor(source: CheckedSource | undefined) {
    this.#source = source ?? environmentCredentials;
  }

  /** Returns cached credentials, if they are valid for some time, and the service has not called them expired. */
  current(freshness: Freshness, used: CheckedCredentials | undefined): CheckedCredentials | undefined {
    const hasFailed = monotonicMs() - this.#failedMs < ASK_AGAIN_MS;
    return hasFailed ? this.last(freshness, used) : this.#valid(freshness, used, MARGIN_MS);
  }

  /** Returns cached credentials that are about to expire, too: if a renewal fails, they are better than none. */
  last(freshness: Freshness, used: CheckedCredentials | undefined): CheckedCredentials | undefined {
    return this.#valid(freshness, used, LAST_MARGIN_MS);
  }

  #valid(freshness: Freshness, used: CheckedCredentials | undefined, marginMs: number): CheckedCredentials | undefined {
    if (typeof this.#source !== "function") return this.#source;
    const cached = this.#cached?.credentials;
    const isRefused = freshness === "renewed" && cached === used;
    return !isRefused && (cached?.expirationMs ?? 0) - marginMs > wallMs() ? cached : undefined;
  }

  /** Joins the lookup under way, or starts one. The next call starts another one if a lookup is overdue, and takes the first result. */
  lookUp(): Lookup {
    const current = this.#lookup;
    if (current === undefined || !isAlive(current)) return this.#begin(undefined);
    return current.isOverdue ? this.#begin(current.result) : current;
  }

  /** Notes that a call has waited for a lookup until its own deadline. */
  giveUp(lookup: Lookup): void {
    lookup.isOverdue = true;
    this.#failedMs = monotonicMs();
  }

  #begin(overdue: Promise<CheckedCredentials> | undefined): Lookup {
    // biome-ignore lint/plugin: `current` returns credentials that are no function, so that no call looks them up
    const own = (this.#source as () => Promise<CheckedCredentials>)();
    // Calls that join later wait for the overdue result, too.
    const result = overdue === undefined ? own : Promise.any([overdue, own]).catch(() => own);
    const lookup = { result, number: ++this.#begun, begunMs: monotonicMs(), isOverdue: false };
    this.#lookup = lookup;
    const end = (credentials?: CheckedCredentials): void => {
      if (this.#lookup === lookup) this.#lookup = undefined;
      // The result of an older lookup does not replace the result of a newer one.
      if (credentials !== undefined && lookup.number > (this.#cached?.number ?? 0)) {
        this.#cached = { credentials, number: lookup.number };
      }
    };
    own.then(end, () => {
      this.#failedMs = monotonicMs();
      end();
    });
    return lookup;
  }
}

/**
 * Whether the lookup will settle. In Cloudflare Workers it ends with the incoming request that started it, invisibly
 * to other incoming requests. The clock stands still within one turn, so a call of the same turn belongs to the same incoming request.
 */
const isAlive = (lookup: Lookup): boolean => !requestsEnd() || lookup.begunMs === monotonicMs();
