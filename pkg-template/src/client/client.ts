// A client: options that are validated once, and the state that calls share.

import type { ActionArguments, ActionName, ReplyFor } from "../api/actions.ts";
import type { ActionOptions, SignActionOptions, SignOptions } from "../api/options.ts";
import type { ReadOperations } from "../api/read-operations.ts";
import type { ActionResult } from "../api/results.ts";
import type { RunningMonitor, StopAllOptions, StopRun, SweepOptions } from "../api/stop-all.ts";
import type { StopOperations, Task } from "../api/stop-operations.ts";
import { actionCall } from "../call/action.ts";
import { CredentialsCache } from "../call/credentials-cache.ts";
import { asLiveError } from "../call/failures.ts";
import { readMethods } from "../call/read.ts";
import { runCall } from "../call/run.ts";
import { signCall } from "../call/sign.ts";
import { type Stop, stopCall, stopMethods } from "../call/stop.ts";
import { WasmClients } from "../call/wasm-clients.ts";
import type { StopName } from "../generated/operations.ts";
import type { Operations } from "../generated/params.ts";
import type { SignedRequest } from "../generated/records.ts";
import { callSettings, clientSettings } from "../options/call-options.ts";
import { operationParams } from "../options/params.ts";
import { stopAllSettings, taskInput } from "../options/stop-all-options.ts";
import { checkGlobals } from "../options/supported-runtime.ts";
import { stopAll } from "../stop-all/run.ts";
import { sweepMonitors } from "../stop-all/sweep.ts";
import type { Loader } from "../wasm/loader.ts";

/** A client. Its functions need no `this`, and spies may replace them. */
export interface Client extends ReadOperations, StopOperations {
  /**
   * Stops many tasks, each operation at its own quota. A failed task does not reject: its result has
   * the error.
   *
   * @param tasks - an iterable or async iterable, read as results are read; a run keeps about 150 bytes a task
   * @throws {@link LiveError} of kind `argument`, where the options are unusable
   * @example
   * for await (const { task, outcome, error } of live.stopAll(tasks)) {
   *   if (error) console.error(task, outcome, error.message);
   * }
   */
  stopAll<T extends Task>(tasks: Iterable<T> | AsyncIterable<T>, options?: StopAllOptions): StopRun<T>;
  /**
   * Stops the stream monitors that run: lists all of them before it stops the first one, because a stop shrinks the list. The service
   * has no list of recordings.
   *
   * @param options - as of {@link Client.stopAll}. A `dryRun` only lists
   * @throws {@link LiveError} of kind `argument`, where the options are unusable. The run rejects if the list cannot be read, with
   * `ERR_RUN_ENDED` if the run ends before: then nothing was stopped
   * @example
   * const { stopped, failed, unknown } = await live.sweepMonitors({ olderThanMs: 6 * 3_600_000 }).summary();
   */
  sweepMonitors(options: SweepOptions): StopRun<RunningMonitor>;
  /**
   * Calls any RPC action of ApsaraVideo Live by its name. `import type {} from "apsara-live/actions"` types the parameters and the
   * reply of each. Repeats a request only if the service certainly did not execute the previous request, if the name of the action
   * says that it reads, or if you declare the action `idempotent`.
   *
   * @typeParam Reply - the reply of the service, if you name it yourself; the package does not check its form
   * @param rest - parameters by the vendor's names, and options. Text, numbers, booleans and bigints; arrays and plain objects are
   * sent as the parameter wants them: as JSON text, with commas, or else flattened (`Name.1.Key`)
   * @throws {@link LiveError}, or the reason of `signal`
   * @example
   * const { reply } = await live.call<{ TaskId: string }>("StartRtcCloudRecording", {
   *   AppId,
   *   ChannelId,
   *   SubscribeParams: { SubscribeUserIdList: [{ UserId: "*" }] },
   * });
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-overview
   */
  call<Reply = never, Action extends string = string, Params extends object = object>(
    action: ActionName<Action>,
    ...rest: ActionArguments<Action, Params, ActionOptions>
  ): Promise<ActionResult<ReplyFor<Reply, Action>>>;
  /**
   * Signs a request and does not send it: data for another HTTP client, a queue or a support ticket.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @example
   * const { method, url, headers, body } = await live.sign("StopRtcCloudRecording", { taskId });
   * const response = await fetch(url, { method, headers, body });
   */
  sign<Name extends keyof Operations>(
    operation: Name,
    params: Operations[Name],
    options?: SignOptions,
  ): Promise<SignedRequest>;
  /** Signs a request of any other action, with parameters as {@link Client.call} takes them. */
  sign<Action extends string, Params extends object = object>(
    action: Action extends keyof Operations ? never : Action,
    ...rest: ActionArguments<Action, Params, SignActionOptions>
  ): Promise<SignedRequest>;
  /** The learnt difference between the service's clock and the wall clock, in milliseconds; 0 until a reply shows a difference. */
  readonly clockOffsetMs: number;
}

/** Validates the options, and loads nothing. */
export function newClient(loader: Loader, options: unknown): Client {
  try {
    const client = clientSettings(options);
    const credentials = new CredentialsCache(client.credentials);
    const clients = new WasmClients(client.core);
    const context = { client, loader, credentials, clients };
    const stop =
      <Name extends StopName>(operation: Name): Stop<Name> =>
      (params, options) =>
        runCall({ action: operation, options, client }, () => {
          const call = callSettings(client, options);
          return stopCall(operation, operationParams(operation, params), call, context);
        });
    const started = <Run>(start: () => Run): Run => {
      try {
        checkGlobals();
        return start();
      } catch (error) {
        throw asLiveError(error);
      }
    };
    const live: Client = {
      ...readMethods(context),
      ...stopMethods(stop),
      stopAll: <T extends Task>(tasks: Iterable<T> | AsyncIterable<T>, runOptions?: unknown) =>
        started(() => stopAll(taskInput(tasks), stopAllSettings(client, runOptions), context)),
      sweepMonitors: (sweepOptions: unknown) => started(() => sweepMonitors(live, sweepOptions, context)),
      call: <Reply>(action: string, params?: unknown, options?: unknown) =>
        runCall({ action, options, client }, () => actionCall<Reply>(action, params, options, context)),
      sign: (action: string, params?: unknown, options?: unknown) =>
        runCall({ action, client }, () => signCall(action, params, options, context)),
      get clockOffsetMs() {
        return clients.clockOffsetMs;
      },
    };
    return live;
  } catch (error) {
    throw asLiveError(error);
  }
}
