// An exchange as `fetch` does it: resolves to the head of the response with a body to read.
import type { AbortSignalLike } from "../api/options.ts";
import { abortReason } from "../options/abort-signal.ts";
import type { NodeHttp, NodeRequestOptions } from "./builtin-modules.ts";
import { exchange } from "./exchange.ts";
import { MessageBody } from "./message-body.ts";
import { headerOf } from "./response-header.ts";

/** The part of a `Response` that a client reads. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: Pick<MessageBody, "getReader">;
}

/**
 * Sends a request. Rejects with the error of the socket, which is marked with whether the request may have left, or with the reason of
 * the signal.
 */
export function respond(
  http: NodeHttp,
  options: NodeRequestOptions,
  body: string | Uint8Array | undefined,
  signal: AbortSignalLike | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let responseBody: MessageBody | undefined;
    // Not the option `signal`, which adds a listener to the socket, and an AbortError without the reason.
    const onAbort = (): void => {
      cancel();
      fail(abortReason(signal ?? {}));
    };
    const stopListening = (): void => signal?.removeEventListener("abort", onAbort);
    const fail = (error: unknown): void => {
      stopListening();
      if (responseBody === undefined) reject(error);
      else responseBody.fail(error);
    };
    const cancel = exchange(http, options, body, {
      head(message, flow, cancel) {
        responseBody = new MessageBody(flow, () => {
          stopListening();
          cancel();
        });
        resolve({
          status: message.statusCode,
          headers: { get: (name) => headerOf(message, name) },
          body: responseBody,
        });
      },
      push: (chunk) => responseBody?.push(chunk),
      end() {
        stopListening();
        responseBody?.end();
      },
      fail,
    });
    signal?.addEventListener("abort", onAbort);
  });
}
