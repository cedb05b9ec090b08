// `sign`: a signed request as data, by a call that sends nothing.

import type { SignedRequest } from "../generated/records.ts";
import { actionName } from "../options/action.ts";
import { signing } from "../options/sign-options.ts";
import { checkGlobals } from "../options/supported-runtime.ts";
import { monotonicMs, wallMs } from "../runtime/clocks.ts";
import type { CredentialsEvent } from "../wasm/boundary.ts";
import { BEFORE_ANY_REQUEST, type Call, type CallContext, type Unsuccessful } from "./run.ts";

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
      const sign = (event: CredentialsEvent): SignEnd => {
        if (event.kind === "aborted") return { aborted: BEFORE_ANY_REQUEST };
        const unixMs = date ?? wallMs() + wasm.clockOffsetMs;
        const signed = wasm.sign(request, event, { unixMs, monotonicMs: monotonicMs(), nonce, method });
        return "failed" in signed ? signed : { signed };
      };
      // With cached credentials, a signature needs no await.
      const credentials = host.cachedCredentials("any");
      if (credentials !== undefined) return sign({ kind: "credentials", credentials });
      return new Promise<CredentialsEvent>((resolve) => {
        host.askCredentials("any", timeoutMs - host.elapsedMs()).then(resolve);
      }).then(sign);
    },
    result: ({ signed }) => signed,
  };
}
