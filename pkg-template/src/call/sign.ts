// `sign`: a signed request as data, without sending it.

import { createLiveError } from "../api/live-error.ts";
import { LIMITS } from "../generated/limits.ts";
import type { AccessKey, SignedRequest } from "../generated/records.ts";
import { actionName } from "../options/action.ts";
import type { ClientSettings } from "../options/call-options.ts";
import { signing } from "../options/sign-options.ts";
import { checkGlobals } from "../options/supported-runtime.ts";
import { wallMs } from "../runtime/clocks.ts";
import type { CredentialsEvent } from "../wasm/boundary.ts";
import { type Loader, trapError } from "../wasm/loader.ts";
import { CallerSignal } from "./abort-listeners.ts";
import type { CredentialsCache } from "./credentials-cache.ts";
import { createEmitter, nextCallId } from "./events.ts";
import { asLiveError, failedError } from "./failures.ts";
import { CallHost } from "./host.ts";
import type { WasmClients } from "./wasm-clients.ts";

export interface Sign {
  readonly action: unknown;
  readonly params: unknown;
  readonly options: unknown;
  readonly client: ClientSettings;
  readonly loader: Loader;
  readonly credentials: CredentialsCache;
  readonly clients: WasmClients;
}

export async function signRequest(sign: Sign): Promise<SignedRequest> {
  const { client, loader, credentials, clients } = sign;
  try {
    const action = actionName(sign.action);
    const { settings, request } = signing(client, action, sign.params, sign.options);
    const { date, nonce, method = "POST", signal, timeoutMs = client.call.timeoutMs } = settings;
    checkGlobals();
    const caller = signal && new CallerSignal(signal);
    if (caller?.aborted) throw caller.reason;
    // Cached credentials and a running instance need no await: then a request is signed in microseconds.
    let accessKey: AccessKey | undefined = credentials.current("any", undefined);
    let instance = loader.instance;
    if (accessKey === undefined || instance === undefined) {
      const emit = createEmitter({ operation: action, callId: nextCallId() }, [client.onEvent]);
      const host = new CallHost({
        fetch: globalThis.fetch,
        userAgent: undefined,
        credentials,
        signal,
        timeoutMs,
        maxBodyBytes: LIMITS.maxBodyBytes,
        emit,
      });
      try {
        accessKey ??= await ask(host, action, timeoutMs);
        instance ??= await start(host, loader, action, timeoutMs);
      } finally {
        host.end();
      }
    }
    const { glue, enter } = instance;
    const key = accessKey;
    let answer: ReturnType<ReturnType<WasmClients["get"]>["sign"]> | undefined;
    let trapped: unknown;
    enter(
      () => {
        const wasm = clients.get(glue);
        const unixMs = date ?? wallMs() + wasm.clockOffsetMs;
        answer = wasm.sign(request, key, { unixMs, nonce, method });
      },
      (trap) => {
        trapped = trapError(trap, action, 0, false);
      },
    );
    if (answer === undefined) throw trapped;
    if ("failed" in answer) throw failedError(answer.failed, action, undefined);
    return answer;
  } catch (error) {
    throw asLiveError(error, sign.action);
  }
}

async function ask(host: CallHost, operation: string, timeoutMs: number): Promise<AccessKey> {
  const event = await new Promise<CredentialsEvent>((resolve) => {
    host.askCredentials("any", timeoutMs).then(resolve);
  });
  if (event.kind === "credentials") return event.accessKey;
  if (event.kind === "aborted") throw host.signal?.reason;
  const { code, message, retryable } = event;
  throw createLiveError({ kind: "credentials", code, message, retryable, operation, cause: host.cause });
}

async function start(host: CallHost, loader: Loader, operation: string, timeoutMs: number) {
  const started = await host.within(loader.start());
  if (typeof started === "object") return started.value;
  if (started === "aborted") throw host.signal?.reason;
  throw createLiveError({
    kind: "timeout",
    code: "ERR_TIMEOUT",
    message: `${operation} was not signed: loading took the ${timeoutMs} ms that it may take`,
    operation,
    retryable: true,
  });
}
