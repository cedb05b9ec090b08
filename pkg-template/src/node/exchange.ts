// One exchange over node:http: sends a request, and resolves to the head of the response with a body to read.
import type { AbortSignalLike } from "../api/options.ts";
import type { NodeHttp, NodeMessage, NodeRequest, NodeRequestOptions } from "./builtin-modules.ts";
import { MessageBody } from "./message-body.ts";

/** The part of a `Response` that a client reads. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: Pick<MessageBody, "getReader">;
}

/** Sends a request. Rejects with the error of the socket, or with the reason of the signal. */
export function exchange(
  { request: begin }: NodeHttp,
  options: NodeRequestOptions,
  body: string | Uint8Array | undefined,
  signal: AbortSignalLike | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = begin(options);
    let responseBody: MessageBody | undefined;
    // Not the option `signal`, which adds a listener to the socket, and an AbortError without the reason.
    const onAbort = (): void => {
      fail(signal?.reason);
      request.destroy();
    };
    const stopListening = (): void => signal?.removeEventListener("abort", onAbort);
    const fail = (error: unknown): void => {
      stopListening();
      if (responseBody === undefined) reject(error);
      else responseBody.fail(error);
    };
    signal?.addEventListener("abort", onAbort);
    request.on("response", (message) => {
      responseBody = bodyOf(message, stopListening, fail, () => {
        stopListening();
        request.destroy();
      });
      resolve({ status: message.statusCode, headers: headersOf(message), body: responseBody });
    });
    request.on("error", (error) => fail(readableError(error, request, options.hostname)));
    request.on("close", () => {
      if (responseBody === undefined) fail(connectionClosed());
    });
    request.end(body);
  });
}

function bodyOf(
  message: NodeMessage,
  onEnd: () => void,
  fail: (error: unknown) => void,
  cancel: () => void,
): MessageBody {
  const body = new MessageBody(message, cancel);
  message.on("data", (chunk) => body.push(chunk));
  message.on("end", () => {
    if (!message.complete) return fail(connectionClosed());
    onEnd();
    body.end();
  });
  message.on("error", fail);
  message.on("close", () => {
    if (body.isOpen) fail(connectionClosed());
  });
  return body;
}

const headersOf = ({ headers }: NodeMessage): HttpResponse["headers"] => ({
  get(name) {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : (value?.join(", ") ?? null);
  },
});

const connectionClosed = (): Error =>
  Object.assign(new Error("the connection closed before the end of the response"), { code: "ECONNRESET" });

/** Returns the error of a request, with a message and a code that tell whether the request was sent. */
function readableError(error: unknown, { socket }: NodeRequest, hostname: string): unknown {
  const { errors, code, hostname: unknownHost } = Object(error);
  // The request is written after the handshake, but Node.js gives a broken handshake the codes of a broken connection.
  if (socket?.secureConnecting === true) {
    return Object.assign(new Error("the TLS handshake failed", { cause: error }), { code: "ERR_TLS_HANDSHAKE" });
  }
  // Several addresses failed: their common error has no message.
  if (Array.isArray(errors) && errors.length > 0) return errors[0];
  if (code !== "ENOTFOUND" || unknownHost === undefined || unknownHost === hostname) return error;
  // The host of the service may exist: the name of the proxy is unknown.
  return Object.assign(new Error(`no such proxy, ${unknownHost}`), { code: "EHOSTUNREACH", syscall: "getaddrinfo" });
}
