// `sign`: a signed request as data, by a call that sends nothing.

import { createLiveError } from "../api/live-error.ts";
import type { AccessKey, SignedRequest } from "../generated/records.ts";
import { actionName } from "../options/action.ts";
import { signing } from "../options/sign-options.ts";
import { checkGlobals } from "../options/supported-runtime.ts";
import { wallMs } from "../runtime/clocks.ts";
import type { CredentialsEvent } from "../wasm/boundary.ts";
import type { CallHost } from "./host.ts";
import type { Call, CallContext, Unsuccessful } from "./run.ts";

interface Signed {
  readonly signed: SignedRequest;
}

type SignEnd = Signed | Unsuccessful;

/** The call that signs a request. */
export function signCall(
  givenAction: unknown,
  params: unknown,
  options: unknown,
  context: CallContext,
): Call<Signed, SignedRequest> {
  const { client } = context;
  const action = actionName(givenAction);
  const { settings, request } = signing(client, action, params, options);
  const { date, nonce, method = "POST", signal, timeoutMs = client.call.timeoutMs } = settings;
  checkGlobals();
  return {
    context,
    action,
    timeoutMs,
    options: { signal },
    fetch: globalThis.fetch,
    maxBodyBytes: 0,
    start: (wasm, host) => {
      const sign = (accessKey: AccessKey): SignEnd => {
        const unixMs = date ?? wallMs() + wasm.clockOffsetMs;
        const answer = wasm.sign(request, accessKey, { unixMs, nonce, method });
        return "failed" in answer ? answer : { signed: answer };
      };
      // With cached credentials, a signature needs no await.
      const cached = host.cachedCredentials("any");
      return cached === undefined ? lookUp(action, timeoutMs, host, sign) : sign(cached);
    },
    result: ({ signed }) => signed,
  };
}

/** Signs with the credentials that the host looks up. */
async function lookUp(
  action: string,
  timeoutMs: number,
  host: CallHost,
  sign: (accessKey: AccessKey) => SignEnd,
): Promise<SignEnd> {
  const event = await new Promise<CredentialsEvent>((resolve) => {
    host.askCredentials("any", timeoutMs - host.elapsedMs()).then(resolve);
  });
  if (event.kind === "credentials") return sign(event.accessKey);
  if (event.kind === "aborted") return { aborted: { attempts: 0, outcomeUnknown: false } };
  const { code, message, retryable } = event;
  const { cause } = host;
  return { error: createLiveError({ kind: "credentials", code, message, retryable, operation: action, cause }) };
}
