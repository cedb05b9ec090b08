// The part of node:http that the socket server uses, looked up at run time.

export interface ServerSocket {
  destroy(): void;
  resetAndDestroy?(): void;
  once(event: "close", listener: () => void): void;
}

export interface ServerRequest extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[];
}

export interface ServerResponse {
  readonly socket: ServerSocket;
  sendDate: boolean;
  once(event: "close", listener: () => void): void;
  writeHead(status: number, headers: Readonly<Record<string, string>>): void;
  flushHeaders(): void;
  write(bytes: Uint8Array, done: () => void): void;
  end(text?: string): void;
}

export interface HttpServer {
  on(event: "connection", listener: (socket: ServerSocket) => void): void;
  once(event: "error", listener: (error: Error) => void): void;
  off(event: "error", listener: (error: Error) => void): void;
  listen(port: number, host: string, listener: () => void): void;
  address(): { readonly port: number };
  close(listener: (error?: Error) => void): void;
}

interface ServerModule {
  createServer(listener: (request: ServerRequest, response: ServerResponse) => void): HttpServer;
}

/** Not an import: a bundler for a browser or a Worker would try to resolve it, and a Worker would refuse to start. */
export function nodeHttp(): ServerModule {
  // biome-ignore lint/plugin: only the part that is used: no types of Node.js
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: "node:http") => ServerModule | undefined };
  };
  const http = process?.getBuiltinModule?.("node:http");
  if (http !== undefined) return http;
  throw new Error(
    "serve() needs process.getBuiltinModule, as in Node.js 20.16 or later, Deno and Bun; use the emulator's fetch here",
  );
}
