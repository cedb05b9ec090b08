// Requests that the emulator keeps for a test to read: all of them, or the latest.
import type { ReceivedRequest } from "./received-request.ts";

export class RequestLog {
  /** In order of arrival. */
  readonly requests: ReceivedRequest[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(request: ReceivedRequest): void {
    if (this.#limit === 0) return;
    if (this.requests.length >= this.#limit) this.requests.splice(0, this.requests.length - this.#limit + 1);
    this.requests.push(request);
  }
}
