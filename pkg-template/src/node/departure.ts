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
  #isConnected = false;
  #canHaveLeft = false;

  constructor(request: NodeRequest) {
    request.on("socket", (socket) => {
      this.#socket = socket;
      this.#isConnected = !socket.connecting && !socket.destroyed;
      // Not on a connection that was kept: the listener would stay.
      if (!this.#isConnected) {
        socket.once("connect", () => {
          this.#isConnected = true;
        });
      }
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

  /** Whether the TLS handshake has begun, and not ended. A socket counts as `secureConnecting` before it is connected, too. */
  get isInHandshake(): boolean {
    return this.#isConnected && this.#socket?.secureConnecting === true;
  }
}
