// A whole response in memory: the receiver of an exchange by the protocol of `http/own-transport.ts`.
import { BodyBytes } from "../http/body-bytes.ts";
import type { TransportEnd } from "../http/own-transport.ts";
import type { NodeMessage } from "./builtin-modules.ts";
import type { Flow } from "./content-encoding.ts";
import type { Receiver } from "./exchange.ts";
import { headerOf } from "./response-header.ts";

/** Gathers a response, up to a limit of its body. */
export class Gathered implements Receiver {
  readonly #body: BodyBytes;
  readonly #done: (end: TransportEnd) => void;
  #head: { readonly message: NodeMessage; readonly cancel: () => void } | undefined;

  constructor(maxBodyBytes: number, done: (end: TransportEnd) => void) {
    this.#body = new BodyBytes(maxBodyBytes + 1);
    this.#done = done;
  }

  head(message: NodeMessage, _: Flow, cancel: () => void): void {
    this.#head = { message, cancel };
  }

  push(chunk: Uint8Array): void {
    this.#body.add(chunk);
    if (!this.#body.isFull) return;
    this.#head?.cancel();
    this.end();
  }

  end(): void {
    if (this.#head === undefined) return;
    const { message } = this.#head;
    this.#done({
      response: {
        status: message.statusCode,
        headers: { get: (name) => headerOf(message, name) },
        bytes: this.#body.bytes,
      },
    });
  }

  fail(error: unknown): void {
    this.#done({ error, stage: this.#head === undefined ? "waiting" : "reading" });
  }
}
