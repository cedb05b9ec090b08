// The objects that call each other across the boundary to Rust: the host of a call, and the class that the wasm exports. Objects with
// data are declared in src/wasm.

import type { LiveErrorCodes } from "../api/error-codes.ts";
import type { StopMethod } from "../generated/operations.ts";
import type {
  ActionRequest,
  CallEnd,
  CoreCallSettings,
  CoreClientSettings,
  CoreCredentials,
  CoreSignSettings,
  DescribedTask,
  FailedEnd,
  Freshness,
  HostEvent,
  LiveErrorKind,
  OperationRequest,
  Params,
  SignedRequest,
} from "../generated/records.ts";
import type { Completion } from "./completion.ts";

type Ended<Kind extends HostEvent["kind"]> = Extract<HostEvent, { readonly kind: Kind | "aborted" }>;

/** The end of a wait for credentials. */
export type CredentialsEvent = Ended<"credentials"> | NoCredentials;

/** Rust takes any code. */
type NoCredentials = Extract<HostEvent, { readonly kind: "no-credentials" }> & {
  readonly code: LiveErrorCodes["credentials"];
};

/** The end of an attempt. */
export type AttemptEvent = Ended<"reply" | "lost" | "timed-out">;

/** The end of a wait for a point in time. */
export type WaitEvent = Ended<"waited">;

/** The end of a call without a result. */
export type BadEnd = Extract<CallEnd, { readonly failed: unknown } | { readonly aborted: unknown }>;

/** The end of a call that stops a task. */
export type StopEnd = Extract<CallEnd, { readonly stopped: unknown }> | BadEnd;

/** The end of a call that stops no task. */
export type ActionEnd = Extract<CallEnd, { readonly answered: unknown }> | BadEnd;

/** The JavaScript side of one call. */
export interface Host {
  readonly signal: Pick<AbortSignal, "aborted" | "reason"> | undefined;
  /** Milliseconds since 1970. */
  wallMs(): number;
  /** Milliseconds since the call began, by a monotonic clock. */
  elapsedMs(): number;
  /** Milliseconds by the monotonic clock that all calls share. */
  monotonicMs(): number;
  cachedCredentials(freshness: Freshness): CoreCredentials | undefined;
  askCredentials(freshness: Freshness, timeoutMs: number): Completion<CredentialsEvent>;
  /** Sends an attempt, or the question for the state of the task that the call stops. `task` is the task that the reply describes. */
  send(
    request: SignedRequest,
    timeoutMs: number,
    task: DescribedTask | undefined,
    isQuestion: boolean,
  ): Completion<AttemptEvent>;
  /** Waits before a retry, or before a question for the state of a task whose stop was accepted. */
  wait(ms: number, isForState: boolean): Completion<WaitEvent>;
  /** Waits for the quota of the account. */
  waitForPermit(ms: number): Completion<WaitEvent>;
  /** Waits while attempts fail for every task of the run. */
  waitHeld(
    ms: number,
    reason: LiveErrorKind,
    code: string,
    sinceMs: number,
    nextProbeMs: number,
  ): Completion<WaitEvent>;
  onResponse(status: number, requestId: string | undefined): void;
  onRetry(delayMs: number, kind: LiveErrorKind, code: string, requestId: string | undefined): void;
}

/** The exported class of the wasm. */
export interface WasmClient
  extends Record<StopMethod, (params: Params, settings: CoreCallSettings, host: Host) => Promise<StopEnd>> {
  /** Calls an operation that reads. */
  call(request: OperationRequest, settings: CoreCallSettings, host: Host): Promise<ActionEnd>;
  /** Calls any action: an operation that stops a task, too. */
  call(request: ActionRequest, settings: CoreCallSettings, host: Host): Promise<CallEnd>;
  sign(
    request: OperationRequest | ActionRequest,
    event: Exclude<CredentialsEvent, { readonly kind: "aborted" }>,
    settings: CoreSignSettings,
  ): SignedRequest | { readonly failed: FailedEnd };
  readonly clockOffsetMs: number;
  free(): void;
}

/** The glue of one instance, made by wasm-bindgen. */
export interface Glue {
  readonly Client: new (settings: CoreClientSettings) => WasmClient;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
