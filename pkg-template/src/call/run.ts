// One call: validates its arguments, loads the wasm, runs the call in it, and emits its outcome.

import { createLiveError, LiveError } from "../api/live-error.ts";
import type { AbortedEnd, CallEnd, SignedRequest } from "../generated/records.ts";
import { type CallSettings, type ClientSettings, listeningOf } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import type { BadEnd, WasmClient } from "../wasm/boundary.ts";
import { type Instance, type Loader, trapError } from "../wasm/loader.ts";
import type { CredentialsCache } from "./credentials-cache.ts";
import { createEmitter } from "./events.ts";
import { asLiveError, failedError, operationOf } from "./failures.ts";
import { CallHost, type HostedCall } from "./host.ts";
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

/** The arguments of a call that are not validated yet. */
export interface Given {
  /** The name of the action, for messages and events. */
  readonly action: unknown;
  /** The options of the call, which may have a listener. */
  readonly options?: unknown;
  /** The client of the call. */
  readonly client?: ClientSettings;
}

/** A call with validated arguments, the type of its successful end, and its result. */
export interface Call<Good extends GoodEnd = GoodEnd, Result = unknown> extends HostedCall {
  readonly context: CallContext;
  readonly action: string;
  readonly options: Partial<Pick<CallSettings, "signal" | "context" | "onEvent">>;
  /** Starts the call in an instance of the wasm. */
  readonly start: (wasm: WasmClient, host: CallHost) => Promise<Good | Unsuccessful> | Good | Unsuccessful;
  /** Makes the result of the call. `json` is the last reply. */
  readonly result: (end: Good, json: unknown) => Result;
  /** Called with the host before anything else happens. */
  readonly onHost?: (host: CallHost) => void;
}

/** The end of a call whose request the service executed. */
export type ServedEnd = Exclude<CallEnd, BadEnd>;

/** The end of a successful call. */
type GoodEnd = ServedEnd | { readonly signed: SignedRequest };

/** The end of a successful call that stops no task. */
export type AnsweredCall = Extract<CallEnd, { readonly answered: unknown }>;

/** The end of any other call, in the wasm or before it. */
export type Unsuccessful = BadEnd | { readonly error: unknown };

/** The end of a call that was aborted before it sent a request. */
export const BEFORE_ANY_REQUEST: AbortedEnd = {
  attempts: 0,
  outcomeUnknown: false,
  accepted: false,
  requestId: undefined,
  verified: undefined,
};

/** Validates and runs a call, and emits its outcome. Resolves to the result of a successful call. */
export async function runCall<Good extends GoodEnd, Result>(
  given: Given,
  validated: () => Call<Good, Result>,
): Promise<Result> {
  let call: Call<Good, Result>;
  try {
    call = validated();
  } catch (thrown) {
    throw refused(given, thrown);
  }
  const { end, error, aborted, host } = await settleCall(call);
  if (aborted) throw host.signal?.reason;
  if (isUnsuccessful(end)) throw error;
  return call.result(end, host.json);
}

const isUnsuccessful = (end: object): end is Unsuccessful => "error" in end || "failed" in end || "aborted" in end;

/** Emits the outcome of a call with a refused argument, to the listeners that are usable, and returns its error. */
export function refused({ action, options, client }: Given, thrown: unknown): unknown {
  const error = asLiveError(thrown, action);
  const { onEvent, context } = listeningOf(options);
  const operation = operationOf(thrown, action) ?? "";
  const emit = createEmitter(operation, context, client?.onEvent, onEvent);
  emit("outcome", () => ({ ...outcomeOf({ error }, error, 0), aborted: false, durationMs: 0 }));
  return error;
}

/** A call that has ended. */
export interface Settlement<Good extends GoodEnd> {
  readonly end: Good | Unsuccessful;
  /** The error of a failed call. */
  readonly error: unknown;
  /** Whether the caller aborted the call before the event `outcome`. */
  readonly aborted: boolean;
  readonly host: CallHost;
}

/** Runs the call, and emits its outcome. Never rejects. */
export async function settleCall<Good extends GoodEnd>(call: Call<Good>): Promise<Settlement<Good>> {
  const { context, onEvent } = call.options;
  const emit = createEmitter(call.action, context, call.context.client.onEvent, onEvent);
  const host = new CallHost(call, emit);
  call.onHost?.(host);
  let end: Good | Unsuccessful;
  try {
    end = await endOfCall(call, host);
  } catch (error) {
    end = { error };
  } finally {
    runningCalls.remove(host);
    host.end();
  }
  const error = errorOf(end, call.action, host);
  const aborted = "aborted" in end || host.signal?.aborted === true;
  emit("outcome", () => ({ ...outcomeOf(end, error, host.attempts), aborted, durationMs: host.elapsedMs() }));
  return { end, error, aborted, host };
}

/** Runs the call in the running instance of the wasm, or in a new one. */
function endOfCall<Good extends GoodEnd>(call: Call<Good>, host: CallHost): Promise<Good | Unsuccessful> {
  host.listen();
  const { instance } = call.context.loader;
  // A running instance needs no await.
  return instance === undefined || host.signal?.aborted ? loadedCall(call, host) : runIn(instance, call, host);
}

/** Loads the wasm within the time of the call. */
async function loadedCall<Good extends GoodEnd>(call: Call<Good>, host: CallHost): Promise<Good | Unsuccessful> {
  runningCalls.add(host);
  const started = host.signal?.aborted ? "aborted" : await host.within(call.context.loader.start());
  if (started === "aborted") return { aborted: BEFORE_ANY_REQUEST };
  if (started === "timed-out") throw loadingTimedOut(call.action, call.timeoutMs);
  return runIn(started.value, call, host);
}

function runIn<Good extends GoodEnd>(
  instance: Instance,
  call: Call<Good>,
  host: CallHost,
): Promise<Good | Unsuccessful> {
  const { client, clients } = call.context;
  const { glue, enter } = instance;
  return new Promise((resolve, reject) => {
    const onTrap = (trap: unknown): void => reject(trapError(trap, call.action, host.attempts, host.attempts > 0));
    host.run(instance, onTrap, () => {
      const wasm = clients?.get(glue) ?? new glue.Client(client.core);
      const end = call.start(wasm, host);
      if ("then" in end) {
        runningCalls.add(host);
        // A trap in the first poll rejects the promise: the poll runs in its executor.
        end.then(resolve, (trap) =>
          enter(() => {
            throw trap;
          }, onTrap),
        );
      } else resolve(end);
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
  if ("error" in end) return asLiveError(end.error, action);
  return "failed" in end ? failedError(end.failed, action, host.cause) : undefined;
}

function outcomeOf(end: GoodEnd | Unsuccessful, error: unknown, attempts: number) {
  const known = { attempts, outcomeUnknown: false } as const;
  if ("stopped" in end) {
    const { outcome, requestId, verified } = end.stopped;
    return { ...known, outcome, ...defined({ requestId, verified }) };
  }
  if ("answered" in end)
    return { ...known, outcome: "answered", ...defined({ requestId: end.answered.requestId }) } as const;
  if ("signed" in end) return { ...known, outcome: "signed" } as const;
  if ("aborted" in end) {
    const { outcomeUnknown, requestId, verified } = end.aborted;
    return { ...known, outcome: "aborted", outcomeUnknown, ...defined({ requestId, verified }) } as const;
  }
  const failed: Partial<LiveError> = error instanceof LiveError ? error : {};
  const { kind, code, outcomeUnknown = attempts > 0, requestId, verified } = failed;
  return { ...known, outcome: "failed", outcomeUnknown, ...defined({ kind, code, requestId, verified }) } as const;
}
