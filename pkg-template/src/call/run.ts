// One call: loads the wasm, runs the call in it, and emits its outcome.

import { createLiveError, LiveError } from "../api/live-error.ts";
import type { CallEnd } from "../generated/records.ts";
import type { ClientSettings, OneCallSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { checkRuntime } from "../options/supported-runtime.ts";
import type { BadEnd, WasmClient } from "../wasm/boundary.ts";
import { type Loader, trapError } from "../wasm/loader.ts";
import type { CredentialsCache } from "./credentials-cache.ts";
import { createEmitter, nextCallId } from "./events.ts";
import { failedError } from "./failures.ts";
import { CallHost } from "./host.ts";
import { runningCalls } from "./running-calls.ts";
import type { WasmClients } from "./wasm-clients.ts";

/** State that all calls of a client share. */
export interface CallContext {
  readonly client: ClientSettings;
  readonly loader: Loader;
  readonly credentials: CredentialsCache;
  /** Missing for a call without a client: then the end of the call frees the counterpart in the wasm. */
  readonly clients?: WasmClients;
}

/** A call, with the type of its successful end. */
export interface Call<Good extends GoodEnd = GoodEnd> {
  readonly context: CallContext;
  /** The name of the action, for messages and events. */
  readonly action: string;
  readonly call: OneCallSettings;
  /** The maximum length of the body of a response. */
  readonly maxBodyBytes: number;
  /** Starts the call in an instance of the wasm. */
  readonly start: (wasm: WasmClient, host: CallHost) => Promise<Good | BadEnd>;
  /** Called with 1 at the begin of a wait for the quota, and with -1 at its end. With it, these waits do not count as time. */
  readonly onQueue?: ((waiting: 1 | -1) => void) | undefined;
  /** Called with the host before anything else happens. */
  readonly onHost?: (host: CallHost) => void;
}

/** The end of a successful call. */
type GoodEnd = Exclude<CallEnd, BadEnd>;

/** The end of any other call, in the wasm or before it. */
type Unsuccessful = BadEnd | { readonly error: unknown };

/** Runs the call, and emits its outcome. Resolves to the end and the last reply if the service executed the request. */
export async function runCall<Good extends GoodEnd>(
  call: Call<Good>,
): Promise<{ readonly end: Good; readonly json: unknown }> {
  const { end, error, aborted, host } = await settleCall(call);
  if (aborted) throw host.signal?.reason;
  if (isUnsuccessful(end)) throw error;
  return { end, json: host.json };
}

const isUnsuccessful = (end: object): end is Unsuccessful => !("stopped" in end || "answered" in end);

/** A call that has ended. */
export interface Settlement<Good extends GoodEnd> {
  readonly end: Good | Unsuccessful;
  /** The error of a failed call. */
  readonly error: unknown;
  /** Whether the caller aborted the call before the event `outcome`. */
  readonly aborted: boolean;
  readonly host: CallHost;
}

/** Runs the call, and emits its outcome. Rejects only if the runtime cannot run the call. */
export async function settleCall<Good extends GoodEnd>(call: Call<Good>): Promise<Settlement<Good>> {
  const { action, maxBodyBytes } = call;
  const { client, credentials } = call.context;
  const fetch = checkRuntime(client.fetch);
  const { signal, onEvent, context } = call.call;
  const emit = createEmitter({ operation: action, callId: nextCallId(), context }, [client.onEvent, onEvent]);
  const { timeoutMs } = call.call.call;
  const { userAgent } = client;
  const { onQueue } = call;
  const host = new CallHost({ fetch, userAgent, credentials, signal, timeoutMs, maxBodyBytes, emit, onQueue });
  call.onHost?.(host);
  runningCalls.add(host);
  let end: Good | Unsuccessful;
  try {
    end = await endOfCall(call, host);
  } catch (error) {
    end = { error };
  } finally {
    runningCalls.remove(host);
    host.end();
  }
  const error = errorOf(end, action, host);
  const aborted = "aborted" in end || host.signal?.aborted === true;
  const durationMs = host.elapsedMs();
  emit("outcome", () => ({ ...outcomeOf(end, error, host), aborted, durationMs }));
  return { end, error, aborted, host };
}

/** Loads the wasm within the time of the call, and runs the call in it. */
async function endOfCall<Good extends GoodEnd>(call: Call<Good>, host: CallHost): Promise<Good | BadEnd> {
  const { action } = call;
  const { client, loader, clients } = call.context;
  if (host.signal?.aborted) return { aborted: { attempts: 0, outcomeUnknown: false } };
  let instance = loader.instance;
  if (instance === undefined) {
    const started = await host.within(loader.start());
    if (started === "aborted") return { aborted: { attempts: 0, outcomeUnknown: false } };
    if (started === "timed-out") throw loadingTimedOut(action, call.call.call.timeoutMs);
    instance = started.value;
  }
  const { glue } = instance;
  const running = instance;
  return new Promise((resolve, reject) => {
    const onTrap = (trap: unknown): void => reject(trapError(trap, action, host.attempts, host.attempts > 0));
    host.run(running, onTrap, () => {
      const wasm = clients?.get(glue) ?? new glue.Client(client.wasm);
      // A trap in the first poll rejects the promise: the poll runs in its executor.
      call.start(wasm, host).then(resolve, (trap) =>
        running.enter(() => {
          throw trap;
        }, onTrap),
      );
      // The call keeps the state that it shares with the client.
      if (clients === undefined) wasm.free();
    });
  });
}

const loadingTimedOut = (action: string, timeoutMs: number): LiveError =>
  createLiveError({
    kind: "timeout",
    code: "ERR_TIMEOUT",
    message: `${action} was not sent: loading took the ${timeoutMs} ms of the call`,
    operation: action,
    retryable: true,
  });

function errorOf(end: GoodEnd | Unsuccessful, action: string, host: CallHost): unknown {
  if ("error" in end) return end.error;
  return "failed" in end ? failedError(end.failed, action, host.cause) : undefined;
}

function outcomeOf(end: GoodEnd | Unsuccessful, error: unknown, host: CallHost) {
  const { attempts } = host;
  if ("stopped" in end) {
    const { outcome, requestId, verified } = end.stopped;
    return { outcome, attempts, outcomeUnknown: false, ...defined({ requestId, verified }) };
  }
  if ("answered" in end) {
    const { requestId } = end.answered;
    return { outcome: "answered", attempts, outcomeUnknown: false, ...defined({ requestId }) } as const;
  }
  if ("aborted" in end) return { outcome: "aborted", attempts, outcomeUnknown: end.aborted.outcomeUnknown } as const;
  const failed: Partial<LiveError> = error instanceof LiveError ? error : {};
  const { kind, code, outcomeUnknown, requestId, verified } = failed;
  const unknown = outcomeUnknown ?? attempts > 0;
  return {
    outcome: "failed",
    attempts,
    outcomeUnknown: unknown,
    ...defined({ kind, code, requestId, verified }),
  } as const;
}
