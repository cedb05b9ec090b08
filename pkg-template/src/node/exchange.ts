// One exchange over node:http: sends a request, and resolves to the head of the response with a body to read.
import type { AbortSignalLike } from "../api/options.ts";
import { withDelivery } from "../http/delivery.ts";
import { abortReason } from "../options/abort-signal.ts";
import type { NodeHttp, NodeMessage, NodeRequestOptions } from "./builtin-modules.ts";
import { flowInto } from "./content-encoding.ts";
import { Departure } from "./departure.ts";
import { MessageBody } from "./message-body.ts";

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
export function exchange(
  { request: begin }: NodeHttp,
  options: NodeRequestOptions,
  body: string | Uint8Array | undefined,
  signal: AbortSignalLike | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = started(begin, options);
    const departure = new Departure(request);
    let responseBody: MessageBody | undefined;
    // Not the option `signal`, which adds a listener to the socket, and an AbortError without the reason.
    const onAbort = (): void => {
      fail(abortReason(signal ?? {}));
      request.destroy();
    };
    const stopListening = (): void => signal?.removeEventListener("abort", onAbort);
    const fail = (error: unknown): void => {
      stopListening();
      if (responseBody === undefined) reject(error);
      else responseBody.fail(error);
    };
    signal?.addEventListener("abort", onAbort);
    const cancel = (): void => {
      stopListening();
      request.destroy();
    };
    request.on("response", (message) => {
      try {
        responseBody = bodyOf(message, stopListening, fail, cancel);
      } catch (error) {
        fail(withDelivery(error, "unknown"));
        return cancel();
      }
      resolve({ status: message.statusCode, headers: headersOf(message), body: responseBody });
    });
    request.on("error", (error) => fail(readableError(error, departure, options.hostname)));
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
  let hasEnded = false;
  const flow = flowInto(message, {
    push: (chunk) => body.push(chunk),
    end() {
      onEnd();
      body.end();
    },
    fail(error) {
      fail(withDelivery(error, "unknown"));
      cancel();
    },
  });
  const body = new MessageBody(flow, () => {
    flow.destroy();
    cancel();
  });
  message.on("data", (chunk) => flow.push(chunk));
  message.on("end", () => {
    if (!message.complete) return fail(connectionClosed());
    hasEnded = true;
    flow.end();
  });
  message.on("error", (error) => fail(withDelivery(error, "unknown")));
  message.on("close", () => {
    // A decompressor may have bytes yet.
    if (hasEnded) return;
    flow.destroy();
    if (body.isOpen) fail(connectionClosed());
  });
  return body;
}

const headersOf = ({ headers }: NodeMessage): HttpResponse["headers"] => ({
  get(name) {
    const key = name.toLowerCase();
    const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
    return typeof value === "string" ? value : (value?.join(", ") ?? null);
  },
});

/** Begins a request. Node.js throws for an agent of the other protocol, before it opens a connection. */
function started(begin: NodeHttp["request"], options: NodeRequestOptions): ReturnType<NodeHttp["request"]> {
  try {
    return begin(options);
  } catch (error) {
    throw withDelivery(error, "never-sent");
  }
}

/** The service may have executed the request. */
const connectionClosed = (): unknown =>
  withDelivery(
    Object.assign(new Error("the connection closed before the end of the response"), { code: "ECONNRESET" }),
    "unknown",
  );

/** Returns the error of a request, with a message that says what failed, and with the mark. */
function readableError(error: unknown, departure: Departure, hostname: string): unknown {
  const { errors, code, hostname: unknownHost } = Object(error);
  const delivery = departure.delivery;
  // Node.js gives a broken handshake the codes of a broken connection.
  if (delivery === "never-sent" && departure.isInHandshake) {
    const failed = Object.assign(new Error("the TLS handshake failed", { cause: error }), {
      code: "ERR_TLS_HANDSHAKE",
    });
    return withDelivery(failed, delivery);
  }
  // Several addresses failed: their common error has no message.
  if (Array.isArray(errors) && errors.length > 0) return withDelivery(errors[0], delivery);
  if (delivery !== "never-sent" || code !== "ENOTFOUND") return withDelivery(error, delivery);
  if (unknownHost === undefined || unknownHost === hostname) return withDelivery(error, "no-such-host");
  // The host of the service may exist: the name of the proxy is unknown.
  const noProxy = Object.assign(new Error(`no such proxy, ${unknownHost}`), {
    code: "EHOSTUNREACH",
    syscall: "getaddrinfo",
  });
  return withDelivery(noProxy, delivery);
}
