// Judges a parsed request: the checks of the gateway, in their documented order.

import type { Quotas } from "../quota/quotas.ts";
import type { Operation, Parameters } from "../service/operations/operation.ts";
import { API_VERSION, type EmulatedAction, findOperation } from "../service/operations.ts";
import { checkTypes } from "../service/parameter-types.ts";
import { ServiceError } from "../service/service-error.ts";
import { isFormat } from "../wire/service-response.ts";
import type { KnownKey } from "./access-key.ts";
import { acs3HmacSha256 } from "./acs3-hmac-sha256.ts";
import { type GatewayRequest, parameter } from "./gateway-request.ts";
import { hmacSha1 } from "./hmac-sha1.ts";
import type { CommonParameters, SignatureRules } from "./signature-method.ts";
import { type SpentNonces, TIMESTAMP_WINDOW_MS } from "./spent-nonces.ts";

/** Not `x-acs-action`, which `@alicloud/pop-core` sends with HMAC-SHA1, too. */
const ACS3_HEADERS = ["authorization", "x-acs-signature-nonce"];
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A parsed request with its signature method and the parameters that this method finds in it. */
export interface OpenedRequest {
  readonly request: GatewayRequest;
  readonly method: SignatureRules;
  readonly common: CommonParameters;
  /** The operation's own parameters. */
  readonly parameters: Parameters;
}

/** An operation with a name. */
export type NamedOperation = Operation & { readonly name: EmulatedAction };

/** State that the checks use besides the request. */
export interface CheckContext {
  readonly accessKeys: readonly KnownKey[];
  readonly nonces: SpentNonces;
  readonly quotas: Quotas;
  readonly nowMs: number;
}

/** Common parameters that every signature method needs. */
type CompleteParameters = CommonParameters & Readonly<Record<"AccessKeyId" | "SignatureNonce" | "Timestamp", string>>;

export function signatureMethodOf(headers: ReadonlyMap<string, string>): SignatureRules {
  return ACS3_HEADERS.some((name) => headers.has(name)) ? acs3HmacSha256 : hmacSha1;
}

export function openRequest(request: GatewayRequest): OpenedRequest {
  const method = signatureMethodOf(request.headers);
  const names = request.parameters.map(([name]) => name).filter((name) => !method.commonParameters.includes(name));
  return {
    request,
    method,
    common: method.common(request),
    parameters: Object.fromEntries(names.map((name) => [name, parameter(request, name) ?? ""])),
  };
}

/**
 * Throws the {@link ServiceError} of the first check that fails. A request that reaches the parameters of its operation
 * has spent its nonce.
 *
 * The order is documented at `createLiveEmulator`, and tests depend on it. The order of the real gateway is not documented.
 */
export async function checkRequest(
  opened: OpenedRequest,
  { accessKeys, nonces, quotas, nowMs }: CheckContext,
): Promise<NamedOperation> {
  const { request, method, parameters } = opened;
  checkEncoding(opened);
  const operation = route(opened);
  if (operation.needsSsl && request.transport === "plain-http") throw new ServiceError("InvalidProtocol.NeedSsl");
  if (!operation.methods.some((method) => method === request.method)) throw new ServiceError("UnsupportedHTTPMethod");
  const common = requireCommonParameters(opened);
  const verify = method.verifier(request, common);
  if (verify === undefined) throw new ServiceError("IncompleteSignature");
  const key = findKey(common, accessKeys);
  checkSecurityToken(common, key, accessKeys, nowMs);
  const timestampMs = checkTimestamp(common, nowMs);
  const { matches, message } = await verify(key.accessKeySecret);
  if (!matches) throw new ServiceError("SignatureDoesNotMatch", message);
  if (!nonces.spend(common.AccessKeyId, common.SignatureNonce, timestampMs, nowMs)) {
    throw new ServiceError("SignatureNonceUsed");
  }
  quotas.admit(operation.name);
  checkParameters(operation, parameters);
  return operation;
}

function checkEncoding({ request, method }: OpenedRequest): void {
  if (!request.isReadable || !isFormat(method.format(request))) throw new ServiceError("InvalidParameter");
}

function route({ request, common: { Version, Action } }: OpenedRequest): NamedOperation {
  if (!Version) throw new ServiceError("MissingVersion");
  if (!Action) throw new ServiceError("MissingAction");
  if (Version !== API_VERSION) throw new ServiceError("InvalidVersion");
  const operation = findOperation(Action);
  if (operation === undefined || request.path !== "/") throw new ServiceError("InvalidAction.NotFound");
  return operation;
}

function requireCommonParameters({ method, common }: OpenedRequest): CompleteParameters {
  const missing = method.required.find((name) => !common[name]);
  if (missing !== undefined) throw new ServiceError(`Missing${missing}`);
  // biome-ignore lint/plugin: every signature method requires the three
  return common as CompleteParameters;
}

function findKey({ AccessKeyId }: CompleteParameters, accessKeys: readonly KnownKey[]): KnownKey {
  const key = accessKeys.find(({ accessKeyId }) => accessKeyId === AccessKeyId);
  if (key === undefined) throw new ServiceError("InvalidAccessKeyId.NotFound");
  if (key.disabled) throw new ServiceError("InvalidAccessKeyId.Inactive");
  return key;
}

function checkSecurityToken(
  { SecurityToken }: CommonParameters,
  key: KnownKey,
  accessKeys: readonly KnownKey[],
  nowMs: number,
): void {
  if (!SecurityToken) {
    if (key.securityToken === undefined) return;
    throw new ServiceError("MissingSecurityToken");
  }
  if (SecurityToken !== key.securityToken) {
    const belongsToAnotherKey = accessKeys.some((other) => other.securityToken === SecurityToken);
    throw new ServiceError(`InvalidSecurityToken.${belongsToAnotherKey ? "MismatchWithAccessKey" : "Malformed"}`);
  }
  if (nowMs >= key.expirationMs) throw new ServiceError("InvalidSecurityToken.Expired");
}

function checkTimestamp({ Timestamp }: CompleteParameters, nowMs: number): number {
  const sentMs = parseTimestamp(Timestamp);
  if (sentMs === undefined) throw new ServiceError("InvalidTimeStamp.Format");
  if (Math.abs(nowMs - sentMs) > TIMESTAMP_WINDOW_MS) throw new ServiceError("InvalidTimeStamp.Expired");
  return sentMs;
}

// Date.parse turns 30 February into 2 March; a date that differs from its formatted text is malformed.
function parseTimestamp(text: string): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text.replace("Z", ".000Z") ? ms : undefined;
}

function checkParameters({ name, required, check }: NamedOperation, parameters: Parameters): void {
  const missing = required.find((name) => !parameters[name]);
  if (missing !== undefined) throw new ServiceError(`Missing${missing}`);
  check?.(parameters);
  checkTypes(name, parameters);
}
