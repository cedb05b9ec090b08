// One exchange over node:http: sends a request, and hands the response over piece by piece.
import { withDelivery } from "../http/delivery.ts";
import type { NodeHttp, NodeMessage, NodeRequest, NodeRequestOptions } from "./builtin-modules.ts";
import { type Flow, flowInto, type Sink } from "./content-encoding.ts";
import { Departure } from "./departure.ts";

/** What takes a response: its head, its bytes, and one call of `end` or `fail`. After a cancellation, nothing more. */
export interface Receiver extends Sink {
  /** Takes the head, before the body. `cancel` closes the connection. */
  head(message: NodeMessage, flow: Flow, cancel: () => void): void;
  /** Takes an error that is marked with whether the request may have left. */
  fail(error: unknown): void;
}

/** Begins an exchange, and returns the function that cancels it. Throws a marked error where the request cannot begin. */
export function exchange(
  { request: begin }: NodeHttp,
  options: NodeRequestOptions,
  body: string | Uint8Array | undefined,
  receiver: Receiver,
): () => void {
  const request = started(begin, options);
  const departure = new Departure(request);
  const response = new Incoming(request, receiver);
  request.on("response", (message) => response.begin(message));
  request.on("error", (error) => {
    if (response.isOpen) response.break(readableError(error, departure, options.hostname));
  });
  request.on("close", () => {
    if (!response.hasBegun) response.close();
  });
  request.end(body);
  return () => response.cancel();
}

/** The response of an exchange, on its way to the receiver. */
class Incoming {
  readonly #request: NodeRequest;
  readonly #receiver: Receiver;
  #flow: Flow | undefined;
  hasBegun = false;
  /** Until the receiver knows the end, or wants no more. */
  isOpen = true;

  constructor(request: NodeRequest, receiver: Receiver) {
    this.#request = request;
    this.#receiver = receiver;
  }

  begin(message: NodeMessage): void {
    this.hasBegun = true;
    let isWhole = false;
    message.on("error", (error) => this.fail(error));
    message.on("close", () => {
      // A decompressor may have bytes yet.
      if (!isWhole) this.close();
    });
    if (!this.isOpen) return;
    let flow: Flow;
    try {
      flow = flowInto(message, this);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.#flow = flow;
    this.#receiver.head(message, flow, () => this.cancel());
    message.on("data", (chunk) => flow.push(chunk));
    message.on("end", () => {
      isWhole = message.complete;
      if (isWhole) flow.end();
      else this.close();
    });
  }

  push(chunk: Uint8Array): void {
    if (this.isOpen) this.#receiver.push(chunk);
  }

  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#receiver.end();
  }

  /** Takes an error after which the service may have executed the request. */
  fail(error: unknown): void {
    this.break(withDelivery(error, "unknown"));
  }

  /** Takes the end of the connection. An error is made only where the response is not whole. */
  close(): void {
    if (!this.isOpen) return;
    const closed = new Error("the connection closed before the end of the response");
    this.fail(Object.assign(closed, { code: "ECONNRESET" }));
  }

  /** Ends the exchange with a marked error. */
  break(error: unknown): void {
    if (!this.isOpen) return;
    this.cancel();
    this.#receiver.fail(error);
  }

  cancel(): void {
    this.isOpen = false;
    this.#flow?.destroy();
    this.#request.destroy();
  }
}

/** Begins a request. Node.js throws for an agent of the other protocol, before it opens a connection. */
function started(begin: NodeHttp["request"], options: NodeRequestOptions): ReturnType<NodeHttp["request"]> {
  try {
    return begin(options);
  } catch (error) {
    throw withDelivery(error, "never-sent");
  }
}

/** Returns the error of a request, with a message that says what failed, and with the mark. */
function readableError(error: unknown, departure: Departure, hostname: string): unknown {
  const { errors, code, message, hostname: unknownHost } = Object(error);
  const delivery = departure.delivery;
  // Node.js gives a broken handshake the codes of a broken connection.
  if (delivery === "never-sent" && departure.isInHandshake) {
    const failed = Object.assign(new Error("the TLS handshake failed", { cause: error }), {
      code: "ERR_TLS_HANDSHAKE",
    });
    return withDelivery(failed, delivery);
  }
  // Node.js names the proxy by its URL, with the password.
  if (code === "ERR_PROXY_TUNNEL") {
    const told = String(message).replace(/\/\/[^\s/]*@/g, "//");
    return withDelivery(Object.assign(new Error(told), { code }), delivery);
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
