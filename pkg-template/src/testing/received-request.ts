// Received requests, for a test to read: all of them, or the latest.
import type { Fault } from "./faults/fault-types.ts";

/** A received request and its result. */
export interface ReceivedRequest {
  /** Upper case, as sent. */
  method: string;
  /** Absolute, with the query. */
  url: string;
  /** Names in lower case; `host` is among them. */
  headers: Record<string, string>;
  /** Decoded as UTF-8; `""` when there was none. */
  body: string;
  /** `Action` or `x-acs-action`. */
  operation: string | undefined;
  /**
   * The operation's own parameters, decoded, from query and form; without the common parameters of HMAC-SHA1. Lists and objects
   * are flattened, as they were sent: {@link unflatten} returns them whole.
   */
  params: Record<string, string>;
  signatureMethod: "ACS3-HMAC-SHA256" | "HMAC-SHA1";
  /** `SignatureNonce` or `x-acs-signature-nonce`. */
  nonce: string | undefined;
  /** `Timestamp` or `x-acs-date`, as sent. */
  timestamp: string | undefined;
  /** Time of arrival by the emulator's clock, in milliseconds since 1970. */
  at: number;
  /** Whether the operation was carried out, even if its sender never saw the response. */
  executed: boolean;
  /** HTTP status of the response; `undefined` until the response, or if there is none. */
  status: number | undefined;
  /** `Code` of the response, if it was an error in the service's shape. */
  code: string | undefined;
  /** The fault of this request, with its defaults filled in. */
  fault: Exclude<Fault, string | null> | undefined;
}

/** The requests that the emulator keeps. */
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
