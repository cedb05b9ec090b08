// A `fetch` without a socket: the same responses, rejections and aborts as the runtime's own.

import { abortReason } from "../options/abort-signal.ts";
import type { Transport } from "./gateway/gateway-request.ts";
import type { RequestHandler } from "./request-handler.ts";
import { abortableDelay } from "./wire/abortable-delay.ts";
import type { Bytes } from "./wire/service-response.ts";
import type { SentResponse } from "./wire/wire-response.ts";

const MAX_REDIRECTS = 20;
const REDIRECT_STATUSES = [301, 302, 303, 307, 308];
const NULL_BODY_STATUSES = [204, 205, 304];

// The URL parser has brought every form of an IPv4 address into this one.
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export function createFetch(handler: RequestHandler): typeof globalThis.fetch {
  return async function fetch(input, init) {
    const { request, signal } = openInput(input, init);
    if (signal?.aborted) throw abortReason(signal);
    return untilAborted(signal, send(handler, request, signal, MAX_REDIRECTS));
  };
}

// `new Request` follows a signal by a listener that nothing removes, so it must not see the signal. The Proxy rather
// than a copy: init may itself be a Request, whose properties are getters of its prototype.
function openInput(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): { request: Request; signal?: AbortSignal } {
  const withoutSignal = new Proxy(init ?? {}, {
    get: (target, name) => (name === "signal" ? null : Reflect.get(target, name)),
  });
  const signal = init?.signal !== undefined ? init.signal : Object(input).signal;
  return { request: new Request(input, withoutSignal), ...(signal ? { signal } : {}) };
}

async function send(
  handler: RequestHandler,
  request: Request,
  signal: AbortSignal | undefined,
  redirectsLeft: number,
): Promise<Response> {
  const url = new URL(request.url);
  url.hash = "";
  const headers = [...request.headers].filter(([name]) => name !== "host");
  const arrival = handler.arrive({
    method: request.method,
    url: url.href,
    headers: [["host", url.host], ...headers],
    transport: transportOf(url),
  });
  const body = new Uint8Array(await request.arrayBuffer());
  const wire = await handler.respond(arrival, body, signal);
  if (wire.kind === "reset") throw failure("fetch failed", "read ECONNRESET", "ECONNRESET");
  await abortableDelay(wire.headersAfterMs, signal);
  const { location } = wire.headers;
  if (location !== undefined && REDIRECT_STATUSES.includes(wire.status) && request.redirect !== "manual") {
    if (request.redirect === "error" || redirectsLeft === 0) throw failure("fetch failed", "unexpected redirect");
    return send(handler, redirected(request, body, wire.status, location), signal, redirectsLeft - 1);
  }
  return new Response(bodyOf(wire, signal), { status: wire.status, headers: { ...wire.headers } });
}

function transportOf({ protocol, hostname }: URL): Transport {
  if (protocol === "https:") return "tls";
  return LOOPBACK_HOST.test(hostname) ? "local" : "plain-http";
}

function redirected(request: Request, body: Bytes, status: number, location: string): Request {
  const keepsMethod = status === 307 || status === 308;
  const target = new URL(location, request.url);
  const headers = new Headers(request.headers);
  if (target.origin !== new URL(request.url).origin) headers.delete("authorization");
  return new Request(target, {
    method: keepsMethod ? request.method : "GET",
    headers,
    ...(keepsMethod && body.length > 0 ? { body } : {}),
  });
}

function bodyOf({ status, chunks, ending }: SentResponse, signal: AbortSignal | undefined): BodyInit | null {
  if (NULL_BODY_STATUSES.includes(status)) return null;
  const [first, ...others] = chunks;
  if (first !== undefined && others.length === 0 && ending === "complete") return first.bytes;
  const cancelled = new AbortController();
  const left = [...chunks];
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const next = left.shift();
      if (next === undefined) {
        if (ending === "broken") throw failure("terminated", "other side closed", "UND_ERR_SOCKET");
        return controller.close();
      }
      await abortableDelay(next.afterMs, signal, cancelled.signal);
      controller.enqueue(next.bytes);
    },
    cancel: (reason) => cancelled.abort(reason),
  });
}

// A broken connection is a TypeError whose cause has the system's code, as in Node.js.
function failure(message: string, causeMessage: string, code?: string): TypeError {
  const cause = new Error(causeMessage);
  return new TypeError(message, { cause: code === undefined ? cause : Object.assign(cause, { code }) });
}

function untilAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortReason(signal));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
