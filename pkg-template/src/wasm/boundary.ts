// The objects that call each other across the boundary to Rust: the host of a call, and the class that the wasm exports.

import type {
  AccessKey,
  ActionEnd,
  ActionRequest,
  AttemptEvent,
  CallSettings,
  ClientOptions,
  CredentialsEvent,
  DescribedTask,
  FailedEnd,
  Freshness,
  OperationRequest,
  Params,
  SignedRequest,
  SignSettings,
  StopEnd,
  WaitEvent,
} from "../api/boundary.ts";
import type { LiveErrorKind } from "../api/error-codes.ts";
import type { StopMethod } from "../generated/operations.ts";
import type { Completion } from "./completion.ts";

/** The JavaScript side of one call. */
export interface Host {
  readonly signal: Pick<AbortSignal, "aborted" | "reason"> | undefined;
  /** Milliseconds since 1970. */
  wallMs(): number;
  /** Milliseconds since the call began, by a monotonic clock. */
  elapsedMs(): number;
  /** Milliseconds by the monotonic clock that all calls share. */
  monotonicMs(): number;
  cachedCredentials(freshness: Freshness): AccessKey | undefined;
  askCredentials(freshness: Freshness, timeoutMs: number): Completion<CredentialsEvent>;
  send(request: SignedRequest, timeoutMs: number): Completion<AttemptEvent>;
  /** Sends a request that asks for the state of a task. */
  askState(request: SignedRequest, timeoutMs: number, task: DescribedTask): Completion<AttemptEvent>;
  wait(ms: number): Completion<WaitEvent>;
  /** Waits for the quota of the account. */
  waitForPermit(ms: number): Completion<WaitEvent>;
  onResponse(status: number, requestId: string | undefined): void;
  onRetry(delayMs: number, kind: LiveErrorKind, code: string, requestId: string | undefined): void;
}

/** The exported class of the wasm. */
export interface WasmClient
  extends Record<StopMethod, (params: Params, settings: CallSettings, host: Host) => Promise<StopEnd>> {
  call(request: OperationRequest | ActionRequest, settings: CallSettings, host: Host): Promise<ActionEnd>;
  sign(
    request: OperationRequest | ActionRequest,
    accessKey: AccessKey,
    settings: SignSettings,
  ): SignedRequest | { readonly failed: FailedEnd };
  readonly clockOffsetMs: number;
  free(): void;
}

/** The glue of one instance, made by wasm-bindgen. */
export interface Glue {
  readonly Client: new (options: ClientOptions) => WasmClient;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
