// Where requests go: what the requests to one origin share.
import type { NodeHttp, NodeRequestOptions } from "./builtin-modules.ts";

/** What sends the requests of a protocol. */
export interface Transport {
  readonly http: NodeHttp;
  readonly agent: object;
}

export class Destination {
  readonly transport: Transport;
  /** The header `host`: it is signed, and an agent may have another default port. */
  readonly host: string;
  /** The beginning of every URL, up to the first character of the path. */
  readonly prefix: string;
  readonly #protocol: string;
  readonly #hostname: string;
  readonly #port: string;

  constructor({ protocol, hostname, port, host, origin }: URL, transport: Transport) {
    this.transport = transport;
    this.host = host;
    this.prefix = `${origin}/`;
    this.#protocol = protocol;
    // Brackets belong to the URL, not to the name of the host.
    this.#hostname = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
    this.#port = port;
  }

  /** Options of `http.request`. Not by spreading, which takes longer. */
  options(method: string, path: string, headers: NodeRequestOptions["headers"]): NodeRequestOptions {
    const { agent } = this.transport;
    return { protocol: this.#protocol, hostname: this.#hostname, port: this.#port, path, method, headers, agent };
  }
}
