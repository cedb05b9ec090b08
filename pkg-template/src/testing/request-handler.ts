// Takes each request through the emulator: records it, checks it, carries it out and describes its response.

import { type EmulatorSettings, latency } from "./emulator-options.ts";
import { type FaultEffect, faultEffect } from "./faults/fault-table.ts";
import type { Fault } from "./faults/fault-types.ts";
import {
  checkRequest,
  type NamedOperation,
  type OpenedRequest,
  openRequest,
  signatureMethodOf,
} from "./gateway/gateway.ts";
import { joinHeaders, parseRequest, type RequestHead } from "./gateway/gateway-request.ts";
import { SpentNonces } from "./gateway/spent-nonces.ts";
import type { Quotas } from "./quota/quotas.ts";
import type { ReceivedRequest, RequestLog } from "./received-request.ts";
import type { Service } from "./service/service.ts";
import { ServiceError } from "./service/service-error.ts";
import { abortableDelay } from "./wire/abortable-delay.ts";
import {
  type Bytes,
  type Format,
  isFormat,
  type ReplyMembers,
  ResponseBuilder,
  type ServiceResponse,
} from "./wire/service-response.ts";
import { type WireResponse, whole } from "./wire/wire-response.ts";

/** A request whose head has arrived. */
export interface Arrival {
  readonly head: RequestHead;
  readonly received: ReceivedRequest;
  /** `undefined`: `faultFor` is asked once the body is there. */
  readonly effect: FaultEffect | undefined;
}

/** State of the handler; it shares `faults` and `requests` with the emulator. */
export interface HandlerContext extends Pick<EmulatorSettings, "accessKeys" | "faultFor" | "latencyMs"> {
  readonly service: Service;
  readonly quotas: Quotas;
  readonly nowMs: () => number;
  readonly faults: Fault[];
  readonly requests: RequestLog;
}

export class RequestHandler {
  readonly #context: HandlerContext;
  readonly #nonces = new SpentNonces();

  constructor(context: HandlerContext) {
    this.#context = context;
  }

  /** Synchronous: the order of requests and of faults is the order of arrival, however long the bodies take. */
  arrive(head: RequestHead): Arrival {
    const { faults, requests } = this.#context;
    const headers = joinHeaders(head.headers);
    const received: ReceivedRequest = {
      method: head.method,
      url: head.url,
      headers: Object.fromEntries(headers),
      body: "",
      operation: undefined,
      params: {},
      signatureMethod: signatureMethodOf(headers).name,
      nonce: undefined,
      timestamp: undefined,
      at: this.#context.nowMs(),
      executed: false,
      status: undefined,
      code: undefined,
      fault: undefined,
    };
    requests.add(received);
    return { head, received, effect: faults.length > 0 ? faultEffect(faults.shift(), "faults[0]") : undefined };
  }

  /** Rejects with the reason of the signal when it aborts a delay. */
  async respond({ head, received, effect: queued }: Arrival, body: Bytes, signal?: AbortSignal): Promise<WireResponse> {
    const opened = openRequest(parseRequest(head, body));
    const { Action, SignatureNonce, Timestamp } = opened.common;
    received.body = new TextDecoder().decode(body);
    received.operation = Action;
    received.params = { ...opened.parameters };
    received.nonce = SignatureNonce;
    received.timestamp = Timestamp;
    // Called unbound: `this` would show the handler's secrets to the function.
    const { faultFor } = this.#context;
    const effect = queued ?? faultEffect(faultFor?.(received), "faultFor()");
    received.fault = effect.fault.type === "none" ? undefined : effect.fault;
    await abortableDelay(effect.delayBeforeMs, signal);
    const wire = await this.#judge(opened, effect, received);
    await abortableDelay(this.#latencyMs(received), signal);
    if (wire.kind === "sent" && wire.headersAfterMs !== Infinity) {
      received.status = wire.status;
      received.code = wire.code;
    }
    return wire;
  }

  /** Delays the response. An executed request stays executed. */
  #latencyMs(received: ReceivedRequest): number {
    const { latencyMs } = this.#context;
    return typeof latencyMs === "number" ? latencyMs : latency(latencyMs(received), "options.latencyMs()");
  }

  async #judge(opened: OpenedRequest, effect: FaultEffect, received: ReceivedRequest): Promise<WireResponse> {
    const nowMs = this.#context.nowMs();
    const build = new ResponseBuilder(nowMs, opened.request.headers.get("host") ?? "");
    const format = effect.format ?? formatOf(opened);
    if (effect.reach === "network") {
      const ofService = () => build.error(format, new ServiceError("ServiceUnavailable"));
      return effect.respond({ build, format, ofService });
    }
    const { accessKeys, quotas, service } = this.#context;
    const checked = await orServiceError(() =>
      checkRequest(opened, { accessKeys, quotas, nonces: this.#nonces, nowMs }),
    );
    if (checked instanceof ServiceError) {
      const response = build.error(format, checked);
      return effect.hidesCheckError ? effect.respond({ build, format, ofService: () => response }) : whole(response);
    }
    // A fault that keeps the operation from being carried out never sends the whole response.
    const result = effect.reach === "service" ? execute(checked, opened, service, nowMs) : {};
    received.executed = effect.reach === "service" && !(result instanceof ServiceError);
    const ofService = (): ServiceResponse =>
      result instanceof ServiceError ? build.error(format, result) : build.success(format, checked.name, result);
    return effect.respond({ build, format, ofService });
  }
}

/** Carries the operation out. Synchronous, so that two stops at once cannot both succeed. */
function execute(
  operation: NamedOperation,
  { parameters }: OpenedRequest,
  service: Service,
  nowMs: number,
): ReplyMembers | ServiceError {
  try {
    return operation.execute(parameters, service, nowMs);
  } catch (error) {
    return asServiceError(error);
  }
}

/** Returns the result of `check`, or its service error. */
async function orServiceError<T>(check: () => Promise<T>): Promise<T | ServiceError> {
  try {
    return await check();
  } catch (error) {
    return asServiceError(error);
  }
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}

/** A request with an unknown format gets an error, and the error needs a format, too. */
function formatOf({ method, request }: OpenedRequest): Format {
  const format = method.format(request);
  return isFormat(format) ? format : "JSON";
}
