// Renders plans as a `fetch`: no socket, but the same answers, rejections and aborts as the runtime's own.

import { pause } from "./pause.js";

const MOST_REDIRECTS = 20;
const NULL_BODY_STATUSES = [204, 205, 304];

export function createFetch(core) {
  return async function fetch(input, init) {
    const { request, signal } = readInput(input, init);
    if (signal?.aborted) throw signal.reason;
    return untilAborted(signal, send(core, request, signal, MOST_REDIRECTS));
  };
}

// `new Request` follows a signal by a listener that nothing removes, so the signal is kept out of its sight. The Proxy
// rather than a copy: init may itself be a Request, whose properties are getters of its prototype.
function readInput(input, init) {
  const withoutSignal = new Proxy(init ?? {}, {
    get: (target, name) => (name === "signal" ? null : Reflect.get(target, name)),
  });
  const signal = init?.signal !== undefined ? init.signal : input?.signal;
  return { request: new Request(input, withoutSignal), signal: signal ?? undefined };
}

async function send(core, request, signal, redirectsLeft) {
  const url = new URL(request.url);
  url.hash = "";
  const headers = [...request.headers].filter(([name]) => name !== "host");
  const arrival = core.arrive({ method: request.method, url: url.href, headers: [["host", url.host], ...headers] });
  const body = new Uint8Array(await request.arrayBuffer());
  const plan = await core.answer(arrival, body, signal);
  if (plan.reset) throw failure("fetch failed", "read ECONNRESET", "ECONNRESET");
  await pause(plan.headersAfterMs, signal);
  if (isRedirect(plan) && request.redirect !== "manual")
    return follow(core, request, body, plan, signal, redirectsLeft);
  return new Response(bodyOf(plan, signal), { status: plan.status, headers: plan.headers });
}

function isRedirect({ status, headers }) {
  return [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;
}

function follow(core, request, body, { status, headers }, signal, redirectsLeft) {
  if (request.redirect === "error" || redirectsLeft === 0) throw failure("fetch failed", "unexpected redirect");
  const keepsMethod = status === 307 || status === 308;
  const target = new URL(headers.location, request.url);
  const kept = new Headers(request.headers);
  if (target.origin !== new URL(request.url).origin) kept.delete("authorization");
  const next = new Request(target, {
    method: keepsMethod ? request.method : "GET",
    headers: kept,
    body: keepsMethod && body.length > 0 ? body : undefined,
  });
  return send(core, next, signal, redirectsLeft - 1);
}

function bodyOf({ status, chunks, ending }, signal) {
  if (NULL_BODY_STATUSES.includes(status)) return null;
  if (chunks.length === 1 && ending === "complete") return chunks[0].bytes;
  const cancelled = new AbortController();
  const left = [...chunks];
  return new ReadableStream({
    async pull(controller) {
      const next = left.shift();
      if (next === undefined) {
        if (ending === "broken") throw failure("terminated", "other side closed", "UND_ERR_SOCKET");
        return controller.close();
      }
      await pause(next.afterMs, signal, cancelled.signal);
      controller.enqueue(next.bytes);
    },
    cancel: (reason) => cancelled.abort(reason),
  });
}

// A broken connection is a TypeError whose cause carries the system's code, as in Node's fetch.
function failure(message, causeMessage, code) {
  const cause = new Error(causeMessage);
  return new TypeError(message, { cause: code === undefined ? cause : Object.assign(cause, { code }) });
}

function untilAborted(signal, work) {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
