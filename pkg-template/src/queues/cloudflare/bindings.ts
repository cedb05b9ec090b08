// The parts of Cloudflare's runtime types that are used; written out, so that the declarations need no other package.

/** A message of `MessageBatch`. */
export interface StopMessage {
  readonly body: unknown;
  /** The number of this delivery, from 1. */
  readonly attempts: number;
  /** The time at which the message was sent. */
  readonly timestamp?: Date;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
}

/** A `MessageBatch`. */
export interface StopBatch {
  readonly messages: readonly StopMessage[];
}

/** The `Queue` of dead letters. */
export interface DeadLetterQueue {
  // biome-ignore lint/suspicious/noExplicitAny: the Worker defines the type of the messages
  send(body: any): Promise<unknown>;
}

/** The `Queue` that is consumed, to send a message to it again. */
export interface StopQueue {
  // biome-ignore lint/suspicious/noExplicitAny: the Worker defines the type of the messages
  send(body: any, options?: { delaySeconds?: number }): Promise<unknown>;
}

/** A `DurableObjectNamespace`. */
export interface LimiterNamespace {
  // biome-ignore lint/suspicious/noExplicitAny: a DurableObjectId
  idFromName(name: string): any;
  // biome-ignore lint/suspicious/noExplicitAny: a DurableObjectId
  get(id: any): {
    fetch(
      url: string,
      // biome-ignore lint/suspicious/noExplicitAny: an AbortSignal
      init: { method: string; body: string; signal?: any },
    ): Promise<{ ok: boolean; json(): Promise<unknown> }>;
  };
}

/** The bindings of the Worker that consumes the queue. */
export interface StopBindings {
  /** The Durable Object {@link StopLimiter}. */
  readonly STOP_LIMITER: LimiterNamespace;
  /**
   * The dead letter queue. Messages that no delivery can settle go there at once, as `{ task, code, message }`, and are
   * acknowledged. Without this binding, the queue retries them until `max_retries` moves them to its `dead_letter_queue`
   * unchanged, or deletes them if it has none.
   */
  readonly STOP_DEAD_LETTERS?: DeadLetterQueue | undefined;
}

/** A `DurableObjectState`. */
export interface LimiterState {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
  };
}

/** A `WorkflowInstance`. */
export interface StopInstance {
  status(): Promise<{ readonly status: string }>;
  delete(): Promise<void>;
}

/** A `Workflow`, whose class runs {@link sendWhenDue}. */
export interface StopWorkflowBinding {
  // biome-ignore lint/suspicious/noExplicitAny: the Worker defines the type of the payload
  create(options: { id: string; params: any }): Promise<unknown>;
  get(id: string): Promise<StopInstance>;
}

/** The bindings of a Worker that schedules stops. */
export interface ScheduleBindings {
  readonly STOP_WORKFLOW: StopWorkflowBinding;
}

/** A `WorkflowStep`. */
export interface WorkflowStepLike {
  sleep(name: string, durationMs: number): Promise<void>;
  do(
    name: string,
    config: { retries: { limit: number; delay: number; backoff: "linear" } },
    callback: () => Promise<void>,
  ): Promise<unknown>;
}
