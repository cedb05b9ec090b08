/// <reference lib="esnext.disposable" preserve="true" />
// Public types of the emulator and of its socket server.
import type { Fault } from "./faults/fault-types.ts";
import type { OperationCounts } from "./quota/quotas.ts";
import type { ReceivedRequest } from "./received-request.ts";
import type { MonitorState, OtherTasks, RecordingState } from "./service/task-states.ts";

/** Options of {@link LiveEmulator.serve}. */
export interface ServeOptions {
  /**
   * `true`: the server answers CORS preflights, so that pages of any origin may send all that `apsara-live` sends.
   * Preflights meet no fault and are not among `requests`. Any page can read responses in any case, as with
   * the service. The service's response to a preflight is not documented. Default: `false`.
   *
   * @example
   * ```js
   * const server = await emulator.serve(0, "127.0.0.1", { cors: true });
   * // in the page: createClient({ credentials: testAccessKey, endpoint: server.url })
   * ```
   */
  cors?: boolean | undefined;
}

/** A server on a real socket, made by {@link LiveEmulator.serve}. */
export interface LiveEmulatorServer {
  /** For example `http://127.0.0.1:41234`. */
  url: string;
  port: number;
  /** Stops listening and destroys all open connections. May be called more than once. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. Absent from runtimes without `Symbol.asyncDispose`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The runtime's own `fetch`, if its types exist. These types need neither the types of the DOM nor the types of Node.js. */
type GlobalFetch = typeof globalThis extends { fetch: (...args: infer Args) => infer Reply }
  ? (...args: Args) => Reply
  : (input: unknown, init?: unknown) => Promise<unknown>;

/** The emulator: a service in memory, reached by `fetch` or through a socket. */
export interface LiveEmulator {
  /**
   * Takes the place of `globalThis.fetch`; may be called unbound. Plain `http` counts as protected only for loopback
   * hosts: `localhost`, `127.0.0.0/8` and `[::1]`.
   *
   * @throws `TypeError`, when it is read, that names a global which the runtime lacks: jsdom has no `Request`. A call throws
   * the same errors as the runtime's own `fetch`: for a connection fault a `TypeError` whose `cause` has a `code`
   * (`ECONNRESET`, `UND_ERR_SOCKET`), after an abort the signal's reason.
   */
  readonly fetch: GlobalFetch;
  /**
   * Puts the same emulator, with its state and its faults, behind a real socket: resets are RST, truncated bodies end
   * early. It speaks plain `http`, and accepts it for every operation, with any `Host` header.
   *
   * @param port 0 to 65535. Default: 0, any free port.
   * @param host Default: `"127.0.0.1"`.
   * @param options Default: none.
   * @throws `TypeError` for an invalid argument; `Error` where `process.getBuiltinModule("node:http")` is missing. It
   * exists in Node.js 20.16 or later, Deno and Bun.
   * @example
   * ```js
   * const server = await emulator.serve();
   * const live = createClient({ credentials: testAccessKey, endpoint: server.url });
   * await server.close();
   * ```
   */
  serve(port?: number, host?: string, options?: ServeOptions): Promise<LiveEmulatorServer>;
  /** All requests in order of arrival, or the latest of them: see `keepRequests`. */
  readonly requests: ReceivedRequest[];
  /** Live: how many requests the quota let through and refused, by operation, such as `counts.stopRtcCloudRecording`. */
  readonly counts: OperationCounts;
  /** The faults still to come. `push` and `unshift` throw a `TypeError` for an invalid fault. */
  readonly faults: Fault[];
  /** Live: a test may read and change it. `set` throws a `TypeError` for a state that the service does not have. */
  readonly recordings: Map<string, RecordingState>;
  /** Live: a test may read and change it. `set` throws a `TypeError` for a state that the service does not have. */
  readonly monitors: Map<string, MonitorState>;
  /**
   * Live: the other tasks, by the word for the task: a test may read and change them. `set` throws a `TypeError` for a state that the
   * service does not have.
   */
  readonly tasks: OtherTasks;
}
