// Table of the faults: the reach of the request, and the response on the wire.
import { namesOf } from "../../options/names.ts";
import { Refusal } from "../../options/refusal.ts";
import { type Fields, isObject, type Members, members, object, oneOf, type Validator } from "../../options/validate.ts";
import type { Format } from "../wire/service-response.ts";
import { type WireResponse, withHeaders } from "../wire/wire-response.ts";
import * as field from "./fault-fields.ts";
import * as respond from "./fault-responses.ts";
import type { Fault, FaultType } from "./fault-types.ts";

/**
 * `"network"`: the gateway never receives the request, nothing is checked, no nonce is spent. `"gateway"`: the request
 * is checked and its nonce spent. `"service"`: the operation is carried out.
 */
export type Reach = "network" | "gateway" | "service";

/** A fault as an object, validated and with its defaults. */
export type CompleteFault = Exclude<Fault, string | null>;

/** A validated fault and its effect on one request. */
export interface FaultEffect {
  readonly fault: CompleteFault;
  readonly reach: Reach;
  /** Whether an error of the gateway's checks is replaced or changed by the fault. */
  readonly hidesCheckError: boolean;
  /** Replaces the requested format. */
  readonly format: Format | undefined;
  readonly delayBeforeMs: number;
  readonly respond: (source: respond.ResponseSource) => WireResponse;
}

/** One row. The field `executes`, where a fault has it, overrides `reach`. */
interface FaultRow<F extends Fields> {
  readonly reach: Reach;
  readonly hidesCheckError: boolean;
  readonly format?: Format;
  readonly fields: F;
  readonly respond: (fault: Members<F>, source: respond.ResponseSource) => WireResponse;
}

/** Fields that more than one fault has, and that this module reads for all of them. */
interface SharedMembers {
  readonly headers: Readonly<Record<string, string | null>>;
  readonly executes?: boolean;
  readonly retryAfterMs?: string | number | undefined;
  readonly retryAfter?: string | number | undefined;
  readonly part?: "headers" | "body";
  readonly delay?: "after-execution" | "before-execution";
  readonly ms?: number;
}

// biome-ignore format: a table, one fault a row
const FAULTS = {
  "none":           row({ reach: "service", hidesCheckError: true,  respond: respond.unchanged,    fields: {} }),
  "throttle":       row({ reach: "gateway", hidesCheckError: false, respond: respond.serviceError, fields: field.serviceError("Throttling.User") }),
  "error":          row({ reach: "gateway", hidesCheckError: false, respond: respond.anyError,     fields: field.anyError }),
  "internal-error": row({ reach: "gateway", hidesCheckError: false, respond: respond.serviceError, fields: field.serviceError("InternalError") }),
  "unavailable":    row({ reach: "network", hidesCheckError: true,  respond: respond.htmlPage,     fields: field.htmlPage }),
  "redirect":       row({ reach: "network", hidesCheckError: true,  respond: respond.redirect,     fields: field.redirect }),
  "reset":          row({ reach: "network", hidesCheckError: true,  respond: respond.reset,        fields: {} }),
  "lost-reply":     row({ reach: "service", hidesCheckError: true,  respond: respond.reset,        fields: {} }),
  "empty":          row({ reach: "service", hidesCheckError: true,  respond: respond.empty,        fields: field.empty }),
  "garbage":        row({ reach: "service", hidesCheckError: true,  respond: respond.verbatim,     fields: field.garbage }),
  "truncated":      row({ reach: "service", hidesCheckError: true,  respond: respond.truncated,    fields: field.truncated }),
  "xml":            row({ reach: "service", hidesCheckError: true,  respond: respond.unchanged,    fields: {}, format: "XML" }),
  "slow":           row({ reach: "service", hidesCheckError: true,  respond: respond.late,         fields: field.slow }),
  "hang":           row({ reach: "service", hidesCheckError: true,  respond: respond.endless,      fields: field.hang }),
} satisfies Record<FaultType, Validator<FaultEffect>>;

/** The names of all faults, for tests that go through every one. */
export const faultTypes: readonly FaultType[] = Object.freeze(namesOf(FAULTS));

/** Validator of a fault as a user wrote it: a type, an object with one, or `null`. */
export const faultEffect: Validator<FaultEffect> = (value, path) => {
  const written = typeof value === "string" ? { type: value } : (value ?? { type: "none" });
  if (!isObject(written)) {
    throw new Refusal("ERR_INVALID_OPTION", path, "the type of a fault, an object with a type, or null");
  }
  const { type } = members(written, path, { type: oneOf(...faultTypes) });
  return FAULTS[type](written, path);
};

/** Validator of a fault that returns it complete. */
export const fault: Validator<CompleteFault> = (value, path) => faultEffect(value, path).fault;

function row<F extends Fields>(definition: FaultRow<F>): Validator<FaultEffect> {
  const { reach, hidesCheckError, format, respond: build } = definition;
  // Looked up late: the list of types is made from the table of this row.
  const type: Validator<FaultType> = (value, path) => oneOf(...faultTypes)(value, path);
  const validate = object({ type, ...definition.fields, headers: field.headers });
  return (written, path) => {
    // biome-ignore lint/plugin: the members of `fields` include the shared members
    const complete = Object.freeze(validate(written, path)) as unknown as Members<F> & SharedMembers;
    const { headers, retryAfterMs, retryAfter, part, delay, ms = 0 } = complete;
    if (part === "body" && delay === "before-execution") {
      throw new Refusal("ERR_INVALID_OPTION", `${path}.delay`, '"after-execution" when part is "body"');
    }
    const changes = { ...retryHeaders(retryAfterMs, retryAfter), ...lowerCaseNames(headers) };
    return {
      // biome-ignore lint/plugin: the validated form of one of the faults
      fault: complete as unknown as CompleteFault,
      reach: reachOf(reach, complete.executes),
      hidesCheckError,
      format,
      delayBeforeMs: delay === "before-execution" ? ms : 0,
      respond: (source) => withHeaders(build(complete, source), changes),
    };
  };
}

function reachOf(reach: Reach, executes: boolean | undefined): Reach {
  if (executes === true) return "service";
  return executes === false && reach === "service" ? "gateway" : reach;
}

function retryHeaders(ms?: string | number, secondsOrDate?: string | number): Record<string, string | null> {
  return {
    "x-acs-retry-after": ms === undefined ? null : String(ms),
    "retry-after": secondsOrDate === undefined ? null : String(secondsOrDate),
  };
}

function lowerCaseNames(headers: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
