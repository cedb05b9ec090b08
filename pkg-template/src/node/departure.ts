// Whether a request can have left: its connections are watched until they can carry it.
import type { Delivery } from "../generated/records.ts";
import { isNode } from "../http/platform.ts";
import type { NodeRequest, NodeSocket } from "./builtin-modules.ts";

/**
 * Watches the connections of a request. A request is written when its connection is established, with TLS when the handshake has ended.
 *
 * Once it can have left, it stays so: Deno sends a request again on another connection if the first one closes, and the error comes from
 * the second connection.
 */
export class Departure {
  #socket: NodeSocket | undefined;
  #canHaveLeft = false;

  constructor(request: NodeRequest) {
    request.on("socket", (socket) => {
      this.#socket = socket;
      // A connection that was kept, or that an agent has opened itself.
      if (!socket.connecting && !socket.secureConnecting) this.#canHaveLeft = true;
      else
        socket.once(socket.encrypted ? "secureConnect" : "connect", () => {
          this.#canHaveLeft = true;
        });
    });
  }

  get delivery(): Delivery {
    if (this.#canHaveLeft) return "unknown";
    // Without a connection, only Node.js is known to have written nothing.
    return this.#socket !== undefined || isNode() ? "never-sent" : "unknown";
  }

  /** Whether the TLS handshake has not ended. */
  get isInHandshake(): boolean {
    return this.#socket?.secureConnecting === true;
  }
}
