// Renders plans on a real socket, where the runtime has node:http.

import { answerPreflight, isPreflight } from "./cors.js";
import { flag, readFields, withDefault } from "./fields.js";
import { pause } from "./pause.js";

const LAST_PORT = 65535;

const OPTIONS = { cors: withDefault(flag, false) };

export function createServe(core) {
  return async function serve(port = 0, host = "127.0.0.1", options = {}) {
    if (!Number.isInteger(port) || port < 0 || port > LAST_PORT)
      throw new TypeError("port must be an integer from 0 to 65535");
    if (typeof host !== "string" || host === "") throw new TypeError("host must be a non-empty string");
    const { cors } = readFields("options", options, OPTIONS);
    const server = nodeHttp().createServer((request, response) => {
      if (cors && isPreflight(request)) answerPreflight(request, response);
      else handle(core, request, response);
    });
    const sockets = new Set();
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await listening(server, port, host);
    return handleOf(server, sockets, host);
  };
}

// Not an import: a bundler for a browser or a Worker would try to resolve it, and a Worker would refuse to start.
function nodeHttp() {
  const http = globalThis.process?.getBuiltinModule?.("node:http");
  if (http === undefined) {
    throw new Error(
      "serve() needs process.getBuiltinModule, as in Node.js 20.16 or later, Deno and Bun; here only fetch works",
    );
  }
  return http;
}

function listening(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function handleOf(server, sockets, host) {
  const { port } = server.address();
  let closed;
  const close = () =>
    (closed ??= new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      for (const socket of sockets) socket.destroy();
    }));
  const handle = { url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, port, close };
  // Absent from runtimes older than explicit resource management.
  if (Symbol.asyncDispose !== undefined) handle[Symbol.asyncDispose] = close;
  return handle;
}

async function handle(core, request, response) {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const arrival = core.arrive({ method: request.method, url: urlOf(request), headers: headersOf(request) });
    const plan = await core.answer(arrival, await bodyOf(request), gone.signal);
    await render(plan, response, gone.signal);
  } catch (error) {
    // A client that has gone away needs no answer; anything else is a mistake in the options, and a test should get to
    // read it.
    if (gone.signal.aborted) return;
    response.writeHead(500, { "content-type": "text/plain;charset=utf-8" }).end(String(error));
  }
}

async function render(plan, response, signal) {
  if (plan.reset) return reset(response.socket);
  await pause(plan.headersAfterMs, signal);
  response.sendDate = false;
  response.writeHead(plan.status, plan.headers);
  response.flushHeaders();
  for (const { bytes, afterMs } of plan.chunks) {
    await pause(afterMs, signal);
    await written(response, bytes);
  }
  if (plan.ending === "broken") response.socket.destroy();
  else response.end();
}

function written(response, bytes) {
  return new Promise((resolve) => {
    if (bytes.length === 0) resolve();
    else response.write(bytes, resolve);
  });
}

// destroy() alone says goodbye with a FIN; a lost connection is a RST.
function reset(socket) {
  if (typeof socket.resetAndDestroy === "function") socket.resetAndDestroy();
  else socket.destroy();
}

function urlOf(request) {
  return new URL(request.url, `http://${request.headers.host}`).href;
}

function headersOf({ rawHeaders }) {
  return Array.from({ length: rawHeaders.length / 2 }, (_, i) => [rawHeaders[2 * i], rawHeaders[2 * i + 1]]);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
