// One call of an operation that stops a task: from validated options to its result.
import { OPERATIONS, type OperationName } from "../generated/operations.ts";
import type { ClientSettings, OneCallSettings } from "../options/call-options.ts";
import { operationParams } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { CallHost } from "../transport/call-host.ts";
import type { CredentialsCache } from "../transport/credentials-cache.ts";
import { createEmitter, nextCallId } from "../transport/events.ts";
import type { CallEnd, FailedEnd, Params } from "../wasm/boundary.ts";
import { type Loader, trapError } from "../wasm/loader.ts";
import { createLiveError, LiveError, type LiveErrorKind } from "./live-error.ts";
import { runningCalls } from "./running-calls.ts";
import { checkRuntime } from "./supported-runtime.ts";
import type { WasmClients } from "./wasm-clients.ts";

/** The operations that stop a task, by their methods. */
export type StopMethod = "stopRtcCloudRecording" | "stopLiveStreamMonitor";

const OPERATION_OF = {
  stopRtcCloudRecording: "StopRtcCloudRecording",
  stopLiveStreamMonitor: "StopLiveStreamMonitor",
} as const satisfies Record<StopMethod, OperationName>;

export interface Stop {
  readonly method: StopMethod;
  readonly params: unknown;
  readonly client: ClientSettings;
  readonly call: OneCallSettings;
  readonly loader: Loader;
  readonly credentials: CredentialsCache;
  /** Missing for a call without a client: then the counterpart in the wasm is freed when the call has ended. */
  readonly clients?: WasmClients;
}

/** Runs the call, emits its outcome, and resolves or rejects. */
export async function stopTask(stop: Stop): Promise<never> {
  const { method, client, call, credentials } = stop;
  const operation = OPERATION_OF[method];
  const params = operationParams(operation, stop.params);
  const fetch = checkRuntime(client.fetch);
  const shared = { operation, callId: nextCallId(), context: call.context };
  const emit = createEmitter(shared, [client.onEvent, call.onEvent]);
  const { signal } = call;
  const { timeoutMs } = call.call;
  const host = new CallHost({ fetch, userAgent: client.userAgent, credentials, signal, timeoutMs, emit });
  runningCalls.add(host);
  let end: CallEnd | { readonly error: unknown };
  try {
    end = await endOfCall(stop, params, host);
  } catch (error) {
    end = { error };
  } finally {
    runningCalls.remove(host);
    host.end();
  }
  const error = errorOf(end, operation, host);
  const aborted = "aborted" in end || host.signal?.aborted === true;
  const durationMs = host.elapsedMs();
  emit("outcome", () => ({ ...outcomeOf(end, error, host), aborted, durationMs }));
  if (aborted) throw host.signal?.reason;
  if (!("stopped" in end)) throw error;
  return { ...given(end.stopped), ...identity(operation, params) } as never;
}

/** Loads the wasm within the time of the call, and runs the call in it. */
async function endOfCall(stop: Stop, params: Params, host: CallHost): Promise<CallEnd> {
  const { method, client, call, loader, clients } = stop;
  if (host.signal?.aborted) return { aborted: { attempts: 0, outcomeUnknown: false } };
  let instance = loader.instance;
  if (instance === undefined) {
    const started = await host.within(loader.start());
    if (started === "aborted") return { aborted: { attempts: 0, outcomeUnknown: false } };
    if (started === "timed-out") throw loadingTimedOut(method, call.call.timeoutMs);
    instance = started.value;
  }
  const { glue } = instance;
  const running = instance;
  return new Promise((resolve, reject) => {
    const onTrap = (trap: unknown): void =>
      reject(trapError(trap, OPERATION_OF[method], host.attempts, host.attempts > 0));
    host.run(running, onTrap, () => {
      const wasm = clients?.get(glue) ?? new glue.Client(client.wasm);
      // A trap in the first poll rejects the promise: the poll runs in its executor.
      wasm[method](params, call.call, host).then(resolve, (trap) =>
        running.enter(() => {
          throw trap;
        }, onTrap),
      );
      // The call keeps what it shares with the client.
      if (clients === undefined) wasm.free();
    });
  });
}

const loadingTimedOut = (method: StopMethod, timeoutMs: number): LiveError =>
  createLiveError({
    kind: "timeout",
    code: "ERR_TIMEOUT",
    message: `${OPERATION_OF[method]} was not sent: loading took the ${timeoutMs} ms of the call`,
    operation: OPERATION_OF[method],
    retryable: true,
  });

function errorOf(end: CallEnd | { readonly error: unknown }, operation: OperationName, host: CallHost): unknown {
  if ("error" in end) return end.error;
  return "failed" in end ? failedError(end.failed, operation, host.cause) : undefined;
}

/** The error of a call that failed. A cause that repeated a secret is replaced. */
export function failedError(
  { redactedCause, ...details }: FailedEnd,
  operation: OperationName,
  cause: unknown,
): LiveError {
  const shown = redactedCause === undefined ? cause : new Error(redactedCause);
  return createLiveError({ ...details, kind: details.kind as LiveErrorKind, operation, cause: shown });
}

function outcomeOf(end: CallEnd | { readonly error: unknown }, error: unknown, host: CallHost) {
  const { attempts } = host;
  if ("stopped" in end) {
    const { outcome, requestId } = given(end.stopped);
    return { outcome, attempts, outcomeUnknown: false, ...given({ requestId }) };
  }
  if ("aborted" in end) return { outcome: "aborted", attempts, outcomeUnknown: end.aborted.outcomeUnknown } as const;
  const { kind, code, outcomeUnknown, requestId } = (error instanceof LiveError ? error : {}) as Partial<LiveError>;
  const unknown = outcomeUnknown ?? attempts > 0;
  return { outcome: "failed", attempts, outcomeUnknown: unknown, ...given({ kind, code, requestId }) } as const;
}

/** The ID of the task, by the name of its parameter. */
function identity(operation: OperationName, params: Params): Record<string, unknown> {
  const { key } = OPERATIONS[operation].parameters.find(({ required }) => required) ?? { key: "" };
  return { [key]: params[key] };
}

function given<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** Runs `work`, and turns a refused argument into an error of the operation. */
export async function rejecting<T>(method: StopMethod, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asLiveError(error, OPERATION_OF[method]);
  }
}

/** A {@link LiveError} for a refused argument; every other error is returned as it is. */
export function asLiveError(error: unknown, given?: OperationName): unknown {
  if (!(error instanceof Refusal)) return error;
  const kind = error.code.endsWith("_CREDENTIALS") ? "credentials" : "argument";
  // An unknown operation is whatever the caller passed.
  const operation = error.code === "ERR_UNKNOWN_OPERATION" ? undefined : given;
  return createLiveError({ kind, code: error.code, message: error.message, operation });
}
