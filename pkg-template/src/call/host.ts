// Host of one call: executes the steps of the core, and emits the events of the call.

import type { Hold } from "../api/stop-all.ts";
import { LIMITS } from "../generated/limits.ts";
import type { CoreCredentials, DescribedTask, Freshness, LiveErrorKind, SignedRequest } from "../generated/records.ts";
import { begin } from "../http/attempt.ts";
import { withTask } from "../http/described.ts";
import { type CheckedCredentials, credentialsFailure } from "../options/credentials.ts";
import { defined } from "../options/defined.ts";
import { after, monotonicMs, wallMs } from "../runtime/clocks.ts";
import type { AttemptEvent, CredentialsEvent, Host, WaitEvent } from "../wasm/boundary.ts";
import { Completion } from "../wasm/completion.ts";
import type { Instance } from "../wasm/loader.ts";
import { CallerSignal, onAbort } from "./abort-listeners.ts";
import type { CredentialsCache } from "./credentials-cache.ts";
import type { Emit } from "./events.ts";

/** The members of a call that its host uses. */
export interface HostedCall {
  readonly context: {
    readonly client: { readonly userAgent: string | undefined };
    readonly credentials: CredentialsCache;
    readonly clients?: { readonly clockOffsetMs: number };
  };
  readonly options: { readonly signal?: AbortSignal | undefined };
  readonly timeoutMs: number;
  /** The time of the wait after a stop. */
  readonly waitMs?: number | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** The maximum length of the body of a response. */
  readonly maxBodyBytes: number;
  /** Called with 1 at the begin of a wait for the quota, and with -1 at its end. With it, these waits do not count as time. */
  readonly onQueue?: ((waiting: 1 | -1) => void) | undefined;
  /** Called when the call waits because attempts fail for every task of its run. */
  readonly onHold?: ((hold: Hold) => void) | undefined;
  /** Called before each wait for the state of a task whose stop was accepted. */
  readonly onStopping?: (() => void) | undefined;
}

const WOUND_UP = { aborted: true, reason: undefined };

const ignore = (): void => {};

const OVERDUE: CredentialsEvent = {
  kind: "no-credentials",
  code: "ERR_CREDENTIALS_TIMEOUT",
  message: "options.credentials: the function did not return in the time of the call",
  retryable: true,
};

/** The longest wait for a renewal while the last credentials are valid. */
const RENEWAL_MS = 2000;

const NOTHING_SENT = { kind: "aborted", requestSent: false } as const;

/** The present wait of a call, with its ends at the timeout and at an abort. */
interface Pending {
  readonly expire: () => void;
  readonly abort: () => void;
}

export class CallHost implements Host {
  /** The signal of the caller. */
  readonly caller: CallerSignal | undefined;
  /** The latest deadline of the call, by the monotonic clock. */
  readonly deadlineMs: number;
  /** The number of requests passed to `fetch`, without the question for the state of the task. */
  attempts = 0;
  /** The last reply for the caller, parsed, if it is JSON. */
  json: unknown;
  /** The last error of the runtime, or of a function of the caller, except errors of the question for the state of the task. */
  cause: unknown;

  readonly #call: HostedCall;
  readonly #emit: Emit;
  readonly #begunMs = monotonicMs();
  #instance: Instance | undefined;
  #onTrap: (trap: unknown) => void = ignore;
  #pending: Pending | undefined;
  #stopListening: () => void = ignore;
  #usedCredentials: CheckedCredentials | undefined;
  #sentMs = 0;
  #isWoundUp = false;
  #isExchanging = false;
  /** The describing operation, during the question for the state of the task. */
  #asked: string | undefined;

  constructor(call: HostedCall, emit: Emit) {
    this.#call = call;
    this.#emit = emit;
    const { signal } = call.options;
    this.caller = signal && new CallerSignal(signal);
    // If waits for the quota do not count, only the core knows the deadline.
    this.deadlineMs = call.onQueue === undefined ? this.#begunMs + call.timeoutMs + (call.waitMs ?? 0) : Infinity;
  }

  /** Listens to the signal of the caller. Throws a {@link Refusal} for a signal that refuses listeners. */
  listen(): void {
    const { signal } = this.#call.options;
    if (signal === undefined) return;
    // Through a promise of this call: a listener would run in the async context of the aborting code.
    let aborted = (): void => {};
    new Promise<void>((resolve) => {
      aborted = resolve;
    }).then(() => this.#pending?.abort());
    this.#stopListening = onAbort(signal, () => aborted());
  }

  /** Whether the call sends no more requests, and the reason. */
  get signal(): Pick<AbortSignal, "aborted" | "reason"> | undefined {
    return this.#isWoundUp ? WOUND_UP : this.caller;
  }

  /** Ends the call like an abort, but lets an attempt under way end by itself. */
  windUp(): void {
    this.#isWoundUp = true;
    if (!this.#isExchanging) this.#pending?.abort();
  }

  /** Runs the call in an instance of the wasm; `onTrap` is called if it traps. */
  run(instance: Instance, onTrap: (trap: unknown) => void, begin: () => void): void {
    this.#instance = instance;
    this.#onTrap = onTrap;
    instance.enter(begin, onTrap);
  }

  /** Releases the signal, and cancels the work under way. */
  end(): void {
    this.#stopListening();
    this.#pending = undefined;
  }

  /** Ends the wait in place of its timer: the runtime may have abandoned the call, timers included. */
  expire(): void {
    this.#pending?.expire();
  }

  wallMs(): number {
    return wallMs();
  }

  elapsedMs(): number {
    return Math.max(0, monotonicMs() - this.#begunMs);
  }

  /** Waits for `work` until the deadline of the call, or an abort. */
  async within<T>(work: Promise<T>): Promise<{ readonly value: T } | "timed-out" | "aborted"> {
    return new Promise((resolve, reject) => {
      const settle = this.#wait(
        this.#begunMs + this.#call.timeoutMs - monotonicMs(),
        () => resolve("timed-out"),
        () => resolve("aborted"),
      );
      work.then(
        (value) => settle(() => resolve({ value })),
        (error) => settle(() => reject(error)),
      );
    });
  }

  cachedCredentials(freshness: Freshness): CoreCredentials | undefined {
    this.cause = undefined;
    const current = this.#call.context.credentials.current(freshness, this.#usedCredentials);
    if (current !== undefined) this.#usedCredentials = current;
    return current;
  }

  askCredentials(freshness: Freshness, timeoutMs: number): Completion<CredentialsEvent> {
    const completion = new Completion<CredentialsEvent>();
    const lookup = this.#call.context.credentials.lookUp();
    const askedMs = monotonicMs();
    const expire = (): void => {
      this.#call.context.credentials.giveUp(lookup);
      this.#settle(completion, this.#lastCredentials(freshness) ?? OVERDUE);
    };
    // The rest of the time is for a request with the last credentials.
    const waitMs = this.#lastCredentials(freshness) === undefined ? timeoutMs : Math.min(timeoutMs / 2, RENEWAL_MS);
    const settle = this.#wait(waitMs, expire, () => this.#settle(completion, NOTHING_SENT));
    lookup.result.then(
      (found) =>
        settle(() => {
          this.#usedCredentials = found;
          const durationMs = monotonicMs() - askedMs;
          this.#emit("credentials", () => ({ renewed: freshness === "renewed", durationMs }));
          this.#settle(completion, { kind: "credentials", credentials: found });
        }),
      (error) =>
        settle(() => {
          this.#settle(completion, this.#lastCredentials(freshness) ?? this.#failure(error));
        }),
    );
    return completion;
  }

  #lastCredentials(freshness: Freshness): CredentialsEvent | undefined {
    const credentials = this.#call.context.credentials.last(freshness, this.#usedCredentials);
    if (credentials === undefined) return undefined;
    this.#usedCredentials = credentials;
    return { kind: "credentials", credentials };
  }

  #failure(error: unknown): CredentialsEvent {
    const { code, message, retryable, cause } = credentialsFailure(error);
    this.cause = cause;
    return { kind: "no-credentials", code, message, retryable };
  }

  send(
    request: SignedRequest,
    timeoutMs: number,
    task: DescribedTask | undefined,
    isQuestion: boolean,
  ): Completion<AttemptEvent> {
    this.#asked = isQuestion ? task?.operation : undefined;
    if (!isQuestion) this.cause = undefined;
    const number = isQuestion ? this.attempts : this.attempts + 1;
    const maxBodyBytes = isQuestion ? LIMITS.maxLongBodyBytes : this.#call.maxBodyBytes;
    const completion = new Completion<AttemptEvent>();
    let cancel: ((reason: unknown) => void) | undefined;
    const giveUp = (event: AttemptEvent): void => {
      this.#settle(completion, event);
      cancel?.(this.signal?.reason);
    };
    const settle = this.#wait(
      timeoutMs,
      () => giveUp({ kind: "timed-out" }),
      () => giveUp({ kind: "aborted", requestSent: cancel !== undefined }),
    );
    // A listener may have aborted the call: then the wait ends at once, and no request follows.
    if (this.signal?.aborted) return completion;
    const { fetch, context } = this.#call;
    this.#emit("request", () => ({ ...this.#question(), attempt: number, host: new URL(request.url).host }));
    if (this.signal?.aborted) return completion;
    this.#isExchanging = true;
    this.attempts = number;
    this.#sentMs = monotonicMs();
    cancel = begin({ fetch, request, userAgent: context.client.userAgent, maxBodyBytes }, (attempted) =>
      settle(() => {
        if (!isQuestion) this.cause = attempted.cause;
        this.json = attempted.exact;
        const { event, json } = attempted;
        const isDescribed = task !== undefined && event.kind === "reply";
        this.#settle(completion, isDescribed ? { ...event, reply: withTask(event.reply, json, task) } : event);
      }),
    );
    return completion;
  }

  /** The operation of an event that is about the question for the state of the task. */
  #question(): { operation?: string } {
    return this.#asked === undefined ? {} : { operation: this.#asked };
  }

  monotonicMs(): number {
    return monotonicMs();
  }

  waitForPermit(ms: number): Completion<WaitEvent> {
    this.#call.onQueue?.(1);
    const completion = new Completion<WaitEvent>();
    const leave = (event: WaitEvent): void => {
      this.#call.onQueue?.(-1);
      this.#settle(completion, event);
    };
    this.#wait(
      ms,
      () => leave({ kind: "waited" }),
      () => leave(NOTHING_SENT),
    );
    return completion;
  }

  waitHeld(
    ms: number,
    reason: LiveErrorKind,
    code: string,
    sinceMs: number,
    nextProbeMs: number,
  ): Completion<WaitEvent> {
    this.#call.onHold?.({ reason, code, sinceMs, nextProbeMs });
    return this.waitForPermit(ms);
  }

  wait(ms: number, isForState: boolean): Completion<WaitEvent> {
    if (isForState) this.#call.onStopping?.();
    const completion = new Completion<WaitEvent>();
    this.#wait(
      ms,
      () => this.#settle(completion, { kind: "waited" }),
      () => this.#settle(completion, NOTHING_SENT),
    );
    return completion;
  }

  onResponse(status: number, requestId: string | undefined): void {
    const durationMs = Math.max(0, monotonicMs() - this.#sentMs);
    const known = requestId === undefined ? {} : { requestId };
    this.#emit("response", () => ({ ...this.#question(), attempt: this.attempts, status, ...known, durationMs }));
  }

  onRetry(delayMs: number, kind: LiveErrorKind, code: string, requestId: string | undefined): void {
    const clockOffsetMs = /timestamp/i.test(code) ? this.#call.context.clients?.clockOffsetMs : undefined;
    const details = defined({ attempt: this.attempts, delayMs, kind, code, requestId, clockOffsetMs });
    this.#emit("retry", () => details);
  }

  /**
   * Begins a wait, which ends once: by `expire` after `ms`, by `abort`, or by the returned function.
   *
   * An abort gives a response that has arrived the time to be read: it is a few promise reactions away.
   */
  #wait(ms: number, expire: () => void, abort: () => void): (end: () => void) => void {
    const settle = (end: () => void): void => {
      if (this.#pending !== pending) return;
      this.#pending = undefined;
      this.#isExchanging = false;
      cancel();
      end();
    };
    const pending: Pending = {
      expire: () => settle(expire),
      abort: () => {
        afterReactions(READING_REACTIONS, () => settle(abort));
      },
    };
    this.#pending = pending;
    const cancel = after(Math.max(0, ms), pending.expire);
    if (this.signal?.aborted) pending.abort();
    return settle;
  }

  #settle<T>(completion: Completion<T>, event: T): void {
    this.#instance?.enter(() => completion.settle(event), this.#onTrap);
  }
}

/** Upper limit of the promise reactions for reading a response whose body is in memory. */
const READING_REACTIONS = 32;

function afterReactions(count: number, work: () => void): void {
  if (count === 0) work();
  else Promise.resolve().then(() => afterReactions(count - 1, work));
}
