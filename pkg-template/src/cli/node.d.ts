// The part of Node.js that the command line uses. The other entries also run without Node.js, so its types are not loaded.

declare module "node:crypto" {
  export function createHash(algorithm: "sha256"): {
    update(text: string): { digest(encoding: "hex"): string };
  };
  export function randomUUID(): string;
}

declare module "node:fs" {
  export interface BigStats {
    readonly size: bigint;
    readonly mtimeNs: bigint;
    readonly dev: bigint;
    readonly ino: bigint;
    readonly mode: bigint;
    isFile(): boolean;
  }

  export const constants: { readonly O_RDONLY: number; readonly O_NONBLOCK: number; readonly O_NOCTTY: number };
  export function closeSync(file: number): void;
  export function createReadStream(path: string): AsyncIterable<Uint8Array>;
  export function existsSync(path: string): boolean;
  export function fstatSync(file: number, options: { bigint: true }): BigStats;
  export function openSync(path: string, flags: string | number): number;
  export function readFileSync(path: string | number, encoding: "utf8"): string;
  export function realpathSync(path: string): string;
  export function renameSync(from: string, to: string): void;
  export function readSync(file: number, buffer: Uint8Array): number;
  export function statSync(path: string, options: { bigint: true }): BigStats;
  export function rmSync(path: string, options: { force: true }): void;
  export function writeFileSync(file: string | number, text: string, options?: { flag: "wx" }): void;
  export function writeSync(file: number, text: string): number;
}

declare module "node:http" {
  /** The option `proxyEnv` is that of Node.js 24.14 and later, which have `setGlobalProxyFromEnv`, too. */
  export interface AgentClass {
    new (options: {
      keepAlive: boolean;
      proxyEnv: Readonly<Record<string, string>>;
    }): { readonly maxSockets: number; destroy(): void };
  }
  const http: { readonly Agent: AgentClass; readonly setGlobalProxyFromEnv?: unknown };
  export default http;
}

declare module "node:https" {
  import type { AgentClass } from "node:http";

  const https: { readonly Agent: AgentClass };
  export default https;
}

declare module "node:module" {
  export function createRequire(path: string): { resolve(name: string): string };
  /** Undocumented in Node.js: reads NODE_PATH and HOME again. */
  const Module: {
    _initPaths?: () => void;
    /** Undocumented as well: the folders in which a file's packages are searched. */
    _nodeModulePaths?: (from: string) => string[];
  };
  export default Module;
}

declare module "node:net" {
  interface Server {
    listen(path: string, listening: () => void): void;
    on(event: "error", listener: (error: unknown) => void): void;
    unref(): void;
  }

  export function createServer(connected: (socket: { destroy(): void }) => void): Server;
}

declare module "node:os" {
  export function homedir(): string;
}

declare module "node:tty" {
  export class ReadStream {
    constructor(file: number);
    setRawMode(isRaw: boolean): this;
    destroy(): this;
  }
}

declare module "node:path" {
  export function basename(path: string): string;
  export function dirname(path: string): string;
  export function isAbsolute(path: string): boolean;
  export function join(...parts: string[]): string;
  export const sep: string;
}

declare module "node:process" {
  interface Readable extends AsyncIterable<Uint8Array> {
    readonly isTTY?: boolean;
  }

  interface Writable {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): boolean;
    on(event: "error", listener: (error: { readonly code?: string }) => void): void;
  }

  const process: {
    exitCode: number | undefined;
    readonly argv: readonly string[];
    readonly platform: string;
    readonly env: Record<string, string | undefined>;
    readonly stdin: Readable;
    readonly stdout: Writable;
    readonly stderr: Writable;
    readonly versions: Readonly<Record<string, string | undefined>>;
    exit(code: number): never;
    on(event: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): void;
    off(event: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): void;
  };
  export default process;
}

declare module "node:timers/promises" {
  export function setImmediate(): Promise<void>;
}

declare module "node:url" {
  export function fileURLToPath(url: string): string;
  export function pathToFileURL(path: string): { readonly href: string };
}

declare module "node:util" {
  interface ParseArgsOption {
    readonly type: "string" | "boolean";
    readonly multiple?: boolean;
    readonly short?: string;
  }

  interface Token {
    readonly kind: "option" | "positional" | "option-terminator";
    /** The place in the arguments. */
    readonly index: number;
    readonly name?: string;
    readonly rawName?: string;
    readonly value?: string | undefined;
    /** Whether the value follows `=`. */
    readonly inlineValue?: boolean | undefined;
  }

  export function parseArgs(config: {
    args: readonly string[];
    options: Readonly<Record<string, ParseArgsOption>>;
    allowPositionals: true;
    strict: false;
    tokens: true;
  }): { positionals: string[]; tokens: Token[] };

  export function styleText(style: string, text: string, options?: { validateStream: boolean }): string;
}

declare module "@alicloud/credentials" {
  export class Config {
    constructor(members: Readonly<Record<string, unknown>>);
  }
  /** Of 2.4.7; 2.3 has none. */
  export const CLIProfileCredentialsProvider: {
    builder(): { withProfileName(name: string): { build(): object } };
  };
  export default class Credential {
    constructor(config: Config);
    constructor(config: null, provider: object);
    getCredential(): Promise<{ accessKeyId?: string; accessKeySecret?: string; securityToken?: string }>;
  }
}
