// Serves the emulator on a real socket, where the runtime has node:http.
import { boolean, integer, nonEmptyString, object, withDefault } from "../options/validate.ts";
import type { Pair } from "./gateway/canonical.ts";
import type { LiveEmulator, LiveEmulatorServer } from "./live-emulator.ts";
import { type HttpServer, nodeHttp, type ServerRequest, type ServerResponse, type ServerSocket } from "./node-http.ts";
import type { RequestHandler } from "./request-handler.ts";
import { abortableDelay } from "./wire/abortable-delay.ts";
import type { Bytes } from "./wire/service-response.ts";
import type { WireResponse } from "./wire/wire-response.ts";

/** Gateways limit bodies, too. The largest parameters of the service are far below. */
const MOST_BODY_BYTES = 8 * 1024 * 1024;

const portNumber = integer(0, 65_535);
const hostName = nonEmptyString(253);
const serveOptions = object({ cors: withDefault(boolean, false) });

export function createServe(handler: RequestHandler): LiveEmulator["serve"] {
  return async function serve(port = 0, host = "127.0.0.1", options = {}) {
    portNumber(port, "port");
    hostName(host, "host");
    const { cors } = serveOptions(options, "options");
    const server = nodeHttp().createServer((request, response) => {
      if (cors && isPreflight(request)) respondToPreflight(request, response);
      else void handle(handler, request, response);
    });
    const sockets = new Set<ServerSocket>();
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await listening(server, port, host);
    return handleOf(server, sockets, host);
  };
}

function listening(server: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function handleOf(server: HttpServer, sockets: ReadonlySet<ServerSocket>, host: string): LiveEmulatorServer {
  const { port } = server.address();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      for (const socket of sockets) socket.destroy();
    });
    return closed;
  };
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const disposal = Symbol.asyncDispose === undefined ? undefined : { [Symbol.asyncDispose]: close };
  // biome-ignore lint/plugin: runtimes older than explicit resource management lack the method
  return { url, port, close, ...disposal } as LiveEmulatorServer;
}

async function handle(handler: RequestHandler, request: ServerRequest, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const url = urlOf(request);
    if (url === undefined) return plain(response, 400, "malformed Host or request target");
    const arrival = handler.arrive({
      method: request.method,
      url,
      headers: headersOf(request),
      transport: "local",
    });
    const body = await bodyOf(request);
    if (body === undefined) return plain(response, 413, `a body of more than ${MOST_BODY_BYTES} bytes`);
    await render(await handler.respond(arrival, body, gone.signal), response, gone.signal);
  } catch (error) {
    // A disconnected client needs no response. All other errors are mistakes in the options, for a test to read.
    if (gone.signal.aborted) return;
    plain(response, 500, String(error));
  }
}

/** Responds with a text of the emulator itself, and closes the connection: the rest of the request is not read. */
function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "content-type": "text/plain;charset=utf-8",
    "access-control-allow-origin": "*",
    connection: "close",
  });
  response.end(text);
}

async function render(wire: WireResponse, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (wire.kind === "reset") return reset(response.socket);
  await abortableDelay(wire.headersAfterMs, signal);
  response.sendDate = false;
  response.writeHead(wire.status, wire.headers);
  response.flushHeaders();
  for (const { bytes, afterMs } of wire.chunks) {
    await abortableDelay(afterMs, signal);
    await written(response, bytes);
  }
  if (wire.ending === "broken") response.socket.destroy();
  else response.end();
}

function written(response: ServerResponse, bytes: Bytes): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0) resolve();
    else response.write(bytes, resolve);
  });
}

// destroy() alone ends the connection with a FIN; a lost connection is a RST.
function reset(socket: ServerSocket): void {
  if (socket.resetAndDestroy !== undefined) socket.resetAndDestroy();
  else socket.destroy();
}

function headersOf({ rawHeaders }: ServerRequest): Pair[] {
  return rawHeaders.flatMap((name, i): Pair[] => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ""]] : []));
}

function urlOf({ url, headers }: ServerRequest): string | undefined {
  const base = `http://${headers.host}`;
  return URL.canParse(url, base) ? new URL(url, base).href : undefined;
}

/** Returns the body; `undefined` if it is too large. */
async function bodyOf(request: ServerRequest): Promise<Bytes | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return undefined;
  const parts: Bytes[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MOST_BODY_BYTES) return undefined;
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** A preflight, by which a browser asks whether a page may send a request. It is no request of the service. */
function isPreflight({ method, headers }: ServerRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/**
 * Allows the requested method and headers. Closes the connection: browsers repeat a request that is lost on a kept connection,
 * and the page would not see the fault.
 */
function respondToPreflight({ headers }: ServerRequest, response: ServerResponse): void {
  const method = headers["access-control-request-method"];
  // By name: the wildcard does not include `authorization`.
  const names = headers["access-control-request-headers"];
  response.writeHead(204, {
    "access-control-allow-origin": "*",
    ...(method === undefined ? {} : { "access-control-allow-methods": method }),
    ...(names === undefined ? {} : { "access-control-allow-headers": names }),
    connection: "close",
  });
  response.end();
}
