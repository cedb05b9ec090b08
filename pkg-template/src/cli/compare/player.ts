// Plays the script against one service: signs each request by the package, sends it once, and keeps the response.
import type { ClientOptions, Credentials, FetchLike } from "../../api/options.ts";
import type { Client } from "../../client/client.ts";
import { LIMITS } from "../../generated/limits.ts";
import type { SignedRequest } from "../../generated/records.ts";
import { bodyBytes } from "../../http/body-bytes.ts";
import { replyOf } from "../../http/reply.ts";
import { after, monotonicMs, wallMs } from "../../runtime/clocks.ts";
import { byKey } from "../action-parameters.ts";
import { UsageError } from "../usage-error.ts";
import { ownMonitors, ROUNDS } from "./own-monitors.ts";
import type { RawExchange } from "./raw-exchange.ts";
import type { Made, Run, Step } from "./script.ts";

/** A service that the script runs against. */
export interface Target {
  /** Returns a client that signs for the requests of a step. */
  readonly client: (options: { readonly secret: string; readonly isOtherHost: boolean; readonly step: Step }) => Client;
  readonly credentials: Credentials;
  readonly fetch: (isOtherHost: boolean) => FetchLike;
  /** Lists the monitors, and removes tasks. */
  readonly keeper: Client;
  readonly pace: Pace;
  readonly gate: Gate;
}

/** Lets one request pass at a time, each `gapMs` after the one before. */
export class Gate {
  readonly #gapMs: number;
  #nextMs = -Infinity;

  constructor(gapMs: number) {
    this.#gapMs = gapMs;
  }

  async pass(signal: AbortSignal): Promise<void> {
    const nowMs = monotonicMs();
    const waitMs = Math.max(0, this.#nextMs - nowMs);
    this.#nextMs = nowMs + waitMs + this.#gapMs;
    await pause(waitMs, signal);
  }
}

/** Returns clients for the steps, one for each secret, signature method and host. */
export function clientsBy(
  createClient: (options: ClientOptions) => Client,
  options: ClientOptions & { readonly credentials: Credentials },
  otherHost: string,
): Target["client"] {
  const clients = new Map<string, Client>();
  return ({ secret, isOtherHost, step: { signature: signatureMethod } }) => {
    const key = JSON.stringify([secret, isOtherHost, signatureMethod]);
    const credentials = { ...options.credentials, accessKeySecret: secret };
    const own = { ...options, credentials, signatureMethod, ...(isOtherHost && { endpoint: otherHost }) };
    const live = clients.get(key) ?? createClient(own);
    clients.set(key, live);
    return live;
  };
}

/** Times in milliseconds. */
interface Pace {
  /** Between two requests. */
  readonly gapMs: number;
  /** Between two descriptions of a task that stops. */
  readonly describeMs: number;
  /** Before a throttled request is sent again, unless the response says how long. */
  readonly throttledMs: number;
}

/** At most two requests a second. */
const REMOTE: Pace = { gapMs: 500, describeMs: 1000, throttledMs: 1000 };

/** This machine has no quota. */
const LOCAL: Pace = { gapMs: 0, describeMs: 10, throttledMs: 10 };

export const paceOf = (isLoopback: boolean): Pace => (isLoopback ? LOCAL : REMOTE);

/** The maximum number of descriptions of a task that stops, and of requests for one step that is throttled. */
const MOST_DESCRIPTIONS = 60;
const MOST_THROTTLED = 5;

/** The number of requests in a row without a response that ends the script. */
const MOST_LOST = 3;

/** The longest wait that a response can ask for. */
const MAX_WAIT_MS = 10_000;

const REQUEST_MS = 10_000;

const CLOCK_OFF_MS = 20 * 60_000;

/** With a larger error of this machine's clock, all dates of a recording would look like differences of the service. */
const MOST_CLOCK_ERROR_MS = 20_000;

/** What the player has to know about a response. */
export interface Reading {
  readonly isThrottled: boolean;
  /** A call would have succeeded. */
  readonly isDone: boolean;
  /** A call would not know. */
  readonly isUnknown: boolean;
  readonly isStopped: boolean;
  /** The ID of a task in the reply of a success. */
  readonly taskId: string | undefined;
}

interface PlayOptions {
  readonly target: Target;
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly read: (exchange: RawExchange) => Promise<Reading>;
  /** Called before each request. */
  readonly onRequest: (step: Step) => void;
  /** Called if a request has no whole response. */
  readonly onLost: (step: Step, error: unknown) => void;
  /** Ends the script between two requests. */
  readonly signal: AbortSignal;
}

/** Returns the exchanges. Whatever it throws, `run` names the tasks that are left. */
export async function play(options: PlayOptions): Promise<readonly RawExchange[]> {
  const player = new Player(options);
  for (const step of options.steps) await player.step(step);
  return player.exchanges;
}

/** A wait between two requests that `signal` ends. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = after(ms, () => {
      signal.removeEventListener("abort", end);
      resolve();
    });
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}

class Player {
  readonly exchanges: RawExchange[] = [];
  readonly #options: PlayOptions;
  readonly #beganMs = monotonicMs();
  /** The number of requests in a row without a response. */
  #lost = 0;

  constructor(options: PlayOptions) {
    this.#options = options;
  }

  async step(step: Step): Promise<void> {
    const { run, target } = this.#options;
    const { pace } = target;
    const parameters = known(step.params(run));
    if (parameters === undefined) return;
    let throttled = 0;
    for (let described = 0; described < MOST_DESCRIPTIONS; ) {
      const exchange = await this.#exchange(step, parameters);
      if (exchange === undefined) return;
      this.exchanges.push(exchange);
      const reading = await this.#options.read(exchange);
      if (this.exchanges.length === 1) checkClock(exchange);
      if (step.makes !== undefined) await this.#made(step.makes, exchange, reading);
      // Not sent again if it makes a task: a service that is out of order may have made one.
      else if (reading.isThrottled) {
        throttled += 1;
        if (throttled === MOST_THROTTLED) return;
        await this.#wait(Math.min(exchange.retryAfterMs ?? pace.throttledMs, MAX_WAIT_MS));
        continue;
      }
      const { ends, until } = step;
      if (ends !== undefined && (until === undefined ? reading.isDone : reading.isStopped)) delete run.made[ends];
      if (until === undefined || reading.isStopped || !reading.isDone) return;
      described += 1;
      await this.#wait(pace.describeMs);
    }
  }

  /** Keeps the ID of a new task, so that it is not left at the end. */
  async #made(makes: Made, { header }: RawExchange, { isDone, isUnknown, taskId }: Reading): Promise<void> {
    const { sent, made, ever, requestIds } = this.#options.run;
    const requestId = header("x-acs-request-id");
    if (requestId !== null) requestIds[makes] = requestId;
    if (!(isDone || isUnknown)) sent[makes] = "refused";
    if (!isDone) return;
    const id = makes === "monitor" ? await this.#ownMonitor() : taskId;
    if (id === undefined) return;
    sent[makes] = "made";
    made[makes] = id;
    ever[makes] = id;
  }

  /** Finds the monitor by its name: the ID in a reply may be that of another monitor. */
  async #ownMonitor(): Promise<string> {
    const { run, target, signal } = this.#options;
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0) await this.#wait(target.pace.describeMs);
      const [id] = await ownMonitors(target.keeper, run, signal);
      if (id !== undefined) return id;
    }
    throw new Error(`the service accepted the monitor ${run.monitorName}, and does not list it`);
  }

  async #exchange(step: Step, parameters: Readonly<Record<string, string>>): Promise<RawExchange | undefined> {
    const { target, run, onRequest, onLost, signal } = this.#options;
    await target.gate.pass(signal);
    const { accessKeySecret } = target.credentials;
    const isOtherHost = step.deviation === "other host";
    const secret = step.deviation === "wrong secret" ? wrong(accessKeySecret) : accessKeySecret;
    // A clock that is slow, for all that the client would learn from the response.
    const clockMs = (): number => wallMs() - (step.deviation === "clock" ? CLOCK_OFF_MS : 0);
    const live = target.client({ secret, isOtherHost, step });
    const request = await live.sign(step.action, byKey(step.action, parameters), {
      ...(step.deviation === "clock" && { date: wholeSecond(clockMs()) }),
      ...(step.deviation === "nonce" && { nonce: run.nonce }),
      ...(step.get && { method: "GET" }),
      ...(step.form && { form: true }),
    });
    signal.throwIfAborted();
    if (step.makes !== undefined) run.sent[step.makes] = "in doubt";
    onRequest(step);
    const sentMs = monotonicMs();
    const { url, method, headers, body } = request;
    // Not the signal of the user: a request under way may make a task, whose ID must not be lost.
    const ended = AbortSignal.timeout(REQUEST_MS);
    const init = { method, headers, body: body ?? null, redirect: "manual", signal: ended } as const;
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await target.fetch(isOtherHost)(url, init);
      // Not `text()`: a `fetch` of this package has only what a client reads.
      bytes = await bodyBytes(response, LIMITS.maxLongBodyBytes, ended);
    } catch (error) {
      this.#lost += 1;
      if (step.makes !== undefined || this.#lost === MOST_LOST || signal.aborted) throw error;
      onLost(step, error);
      return undefined;
    }
    this.#lost = 0;
    return {
      step,
      method,
      parameters,
      secrets: secretsOf(request),
      atMs: sentMs - this.#beganMs,
      tookMs: monotonicMs() - sentMs,
      clockMs: clockMs(),
      status: response.status,
      header: (name) => response.headers.get(name),
      retryAfterMs: replyOf(response, bytes, wallMs(), LIMITS.maxLongBodyBytes).reply.retryAfterMs,
      body: new TextDecoder().decode(bytes),
    };
  }

  #wait = (ms: number): Promise<void> => pause(ms, this.#options.signal);
}

function checkClock({ header, clockMs }: RawExchange): void {
  const offMs = Date.parse(header("date") ?? "") - clockMs;
  if (!(Math.abs(offMs) > MOST_CLOCK_ERROR_MS)) return;
  const off = `${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? "slow" : "fast"}`;
  throw new UsageError(`the clock of this machine is ${off}`, "Set it, for example by NTP, and run it again.");
}

/** Returns the parameters, or `undefined` if one has no value. */
function known(params: ReturnType<Step["params"]>): Readonly<Record<string, string>> | undefined {
  const values = Object.entries(params);
  if (values.some(([, value]) => value === undefined)) return undefined;
  // biome-ignore lint/plugin: the line above looks for `undefined`
  return params as Readonly<Record<string, string>>;
}

/** Returns another secret of the same length. */
export function wrong(secret: string): string {
  const last = secret.at(-1) === "0" ? "1" : "0";
  return `${secret.slice(0, -1)}${last}`;
}

const wholeSecond = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

/** Returns what a response must not show of a request: its signature, and its nonce. */
function secretsOf({ url, headers, body }: SignedRequest): readonly string[] {
  const form = new URLSearchParams(body ?? new URL(url).search);
  const { authorization = "", "x-acs-signature-nonce": nonce } = headers;
  const signature = /Signature=(\w+)/.exec(authorization)?.[1];
  const values = [signature, nonce, form.get("Signature"), form.get("SignatureNonce")];
  return values.filter((value): value is string => typeof value === "string");
}
