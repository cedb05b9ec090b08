// Interface of an operation of the emulator: facts for the checks of the gateway, and the execution by the service.

import type { ReplyMembers } from "../../wire/service-response.ts";
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";

/** Decoded parameters of an operation, by name. Lists and objects are flattened. */
export type Parameters = Readonly<Record<string, string>>;

/** An HTTP method that the gateway takes for some operation. */
export type HttpMethod = "GET" | "POST";

/** One row of the table of operations. The facts come from https://github.com/aliyun/aliyun-openapi-meta, metadatas/live. */
export interface Operation {
  readonly methods: readonly HttpMethod[];
  /** Whether the gateway rejects plain http with `InvalidProtocol.NeedSsl`. */
  readonly needsSsl: boolean;
  /** Parameters that must not be missing or empty, in the order in which the gateway looks for them. */
  readonly required: readonly string[];
  /** Throws a {@link ServiceError} for a malformed parameter. */
  readonly check?: (parameters: Parameters) => void;
  /** Carries the operation out. Returns the members of the reply beside `RequestId`, or throws a {@link ServiceError}. */
  readonly execute: (parameters: Parameters, service: Service, nowMs: number) => ReplyMembers;
}

/** Returns the error for a parameter that the service cannot read. */
export function malformed(name: string): ServiceError {
  return new ServiceError("InvalidParameter.Malformed", `There are invalid parameters: ${name}.`);
}

/** Returns the value of a parameter that is JSON text, or throws a {@link ServiceError}. */
export function jsonParameter(parameters: Parameters, name: string): unknown {
  try {
    return JSON.parse(parameters[name] ?? "");
  } catch {
    throw malformed(name);
  }
}
