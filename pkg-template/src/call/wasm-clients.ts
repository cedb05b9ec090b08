// The client's counterpart in the wasm: one for each instance, because it lives in the memory of its instance.
import type { CoreClientSettings } from "../generated/records.ts";
import type { Glue, WasmClient } from "../wasm/boundary.ts";

export class WasmClients {
  readonly #settings: CoreClientSettings;
  #current: { readonly glue: Glue; readonly client: WasmClient } | undefined;

  constructor(settings: CoreClientSettings) {
    this.#settings = settings;
  }

  get(glue: Glue): WasmClient {
    if (this.#current?.glue !== glue) this.#current = { glue, client: new glue.Client(this.#settings) };
    return this.#current.client;
  }

  get clockOffsetMs(): number {
    return this.#current?.client.clockOffsetMs ?? 0;
  }
}
