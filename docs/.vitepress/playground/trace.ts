// Records a run as the steps of a sequence diagram.

export type Lane = "caller" | "client" | "service";

/** A step, with the milliseconds since the call began. */
export type Step = { readonly at: number } & (
  | { readonly type: "call"; readonly method: string }
  | { readonly type: "request"; readonly action: string; readonly number: number; readonly arrives: boolean }
  | { readonly type: "service"; readonly number: number; readonly effect: "executed" | "refused" }
  | { readonly type: "response"; readonly number: number; readonly status: number; readonly code: string | undefined }
  | { readonly type: "lost"; readonly number: number; readonly reason: "connection" | "timeout" }
  | { readonly type: "wait"; readonly ms: number; readonly code: string }
  | { readonly type: "end"; readonly outcome: Outcome }
);

/** How a call ended. */
export interface Outcome {
  readonly fate: "stopped" | "already-stopped" | "not-stopped" | "unknown";
  readonly attempts: number;
  /** The state that the service gave for the task, where it was asked. */
  readonly verified: string | undefined;
  /** Of the error, or of a task that was stopped before. */
  readonly code: string | undefined;
  /** Of the error. */
  readonly message: string | undefined;
  readonly retryable: boolean | undefined;
}

/** Output of the copied program at this end. */
export function printedBy({ fate, attempts, code }: Outcome): string {
  return fate === "unknown" || fate === "not-stopped" ? `${code} ${fate} ${attempts}` : `${fate} ${attempts}`;
}
