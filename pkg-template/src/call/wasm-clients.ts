// The client's counterpart in the wasm: one for each instance, because it lives in the memory of its instance.
import type { ClientOptions } from "../generated/records.ts";
import type { Glue, WasmClient } from "../wasm/boundary.ts";

export class WasmClients {
  readonly #options: ClientOptions;
  #current: { readonly glue: Glue; readonly client: WasmClient } | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get(glue: Glue): WasmClient {
    if (this.#current?.glue !== glue) this.#current = { glue, client: new glue.Client(this.#options) };
    return this.#current.client;
  }

  get clockOffsetMs(): number {
    return this.#current?.client.clockOffsetMs ?? 0;
  }
}
