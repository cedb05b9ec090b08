// The parts of node:http, node:https and node:zlib that the transport uses, looked up at run time.

/** A response as `node:http` hands it over. */
export interface NodeMessage {
  readonly statusCode: number;
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[];
  /** Whether the whole body has been received. */
  readonly complete: boolean;
  on(event: "data", listener: (chunk: Uint8Array) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "end" | "close", listener: () => void): void;
  pause(): void;
  resume(): void;
}

/** A connection. */
export interface NodeSocket {
  readonly connecting?: boolean;
  readonly destroyed?: boolean;
  /** Until the end of the TLS handshake. */
  readonly secureConnecting?: boolean;
  readonly encrypted?: boolean;
  once(event: "connect" | "secureConnect", listener: () => void): void;
}

/** A request as `node:http` sends it. */
export interface NodeRequest {
  on(event: "socket", listener: (socket: NodeSocket) => void): void;
  on(event: "response", listener: (message: NodeMessage) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "close", listener: () => void): void;
  end(body?: string | Uint8Array): void;
  destroy(): void;
}

/** The used options of `http.request`. */
export interface NodeRequestOptions {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: object;
}

/** `node:http`, or `node:https`. */
export interface NodeHttp {
  readonly Agent: new (options: object) => object;
  request(options: NodeRequestOptions): NodeRequest;
}

/** A stream of `node:zlib`. */
export interface NodeDecompressor {
  on(event: "data", listener: (chunk: Uint8Array) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "drain" | "end", listener: () => void): void;
  /** Returns whether there is room for more. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  pause(): void;
  resume(): void;
  destroy(): void;
}

/** `node:zlib`. */
export interface NodeZlib {
  createGunzip(): NodeDecompressor;
  createInflate(): NodeDecompressor;
  createInflateRaw(): NodeDecompressor;
  createBrotliDecompress(): NodeDecompressor;
}

interface GetBuiltinModule {
  (name: "node:http" | "node:https"): NodeHttp;
  (name: "node:zlib"): NodeZlib;
}

/**
 * Returns `process.getBuiltinModule`, if the runtime has it.
 *
 * Not an import: `node:https` takes long to load, and plain `http` needs none of it.
 */
export function builtinModules(): GetBuiltinModule | undefined {
  // biome-ignore lint/plugin: only the part that is used: no types of Node.js
  const { process } = globalThis as { process?: { getBuiltinModule?: GetBuiltinModule } };
  return process?.getBuiltinModule?.bind(process);
}
