// Decides what the service answers to a readable request: an ordered list of checks, then the operation itself.

import { acs3HmacSha256 } from "./acs3-hmac-sha256.js";
import { serviceError } from "./errors.js";
import { hmacSha1 } from "./hmac-sha1.js";
import { createNonces, timestampWindowMs } from "./nonces.js";
import { apiVersion, operations } from "./operations.js";
import { formats } from "./replies.js";
import { parameter } from "./request.js";

const ACS3_HEADERS = ["authorization", "x-acs-action", "x-acs-signature-nonce"];
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

// The real gateway's order is not documented; this one is a promise of the emulator, and testing.d.ts repeats it.
const CHECKS = [
  encoding,
  routing,
  httpMethod,
  commonParameters,
  signatureForm,
  accessKey,
  securityToken,
  timestamp,
  signature,
  nonce,
  operationParameters,
];

export function createService({ accessKeys, state }) {
  const nonces = createNonces();
  return {
    /** Everything that is known of a request before it is checked. */
    open(request) {
      const method = ACS3_HEADERS.some((name) => request.headers.has(name)) ? acs3HmacSha256 : hmacSha1;
      const common = method.common(request);
      const operation = Object.hasOwn(operations, common.Action ?? "") ? operations[common.Action] : undefined;
      return {
        request,
        method,
        common,
        operation,
        accessKeys,
        nonces,
        key: accessKeys.find(({ accessKeyId }) => accessKeyId === common.AccessKeyId),
        parameters: operationParametersOf(request, method),
      };
    },

    /** The first refusal of the checks, or undefined. A request that passes has spent its nonce. */
    async check(call, nowMs) {
      for (const check of CHECKS) {
        const refusal = await check({ ...call, nowMs });
        if (refusal !== undefined) return refusal;
      }
    },

    /**
     * Carries the operation out, or returns its refusal. Synchronous, so that two stops at once cannot both succeed.
     */
    execute(call) {
      return call.operation.stop(state, call.parameters);
    },
  };
}

function operationParametersOf(request, method) {
  const names = request.parameters.map(([name]) => name).filter((name) => !method.commonParameters.includes(name));
  return Object.fromEntries(names.map((name) => [name, parameter(request, name)]));
}

function encoding({ request, method }) {
  if (request.unreadable || !formats.includes(method.format(request))) return serviceError("InvalidParameter");
}

function routing({ request, common, operation }) {
  if (!common.Version) return serviceError("MissingVersion");
  if (!common.Action) return serviceError("MissingAction");
  if (common.Version !== apiVersion) return serviceError("InvalidVersion");
  if (operation === undefined || request.path !== "/") return serviceError("InvalidAction.NotFound");
}

function httpMethod({ request, operation }) {
  if (!operation.methods.includes(request.method)) return serviceError("UnsupportedHTTPMethod");
}

function commonParameters({ method, common }) {
  const missing = method.required.find((name) => !common[name]);
  if (missing !== undefined) return serviceError(`Missing${missing}`);
}

function signatureForm({ request, method, common }) {
  if (!method.wellFormed(request, common)) return serviceError("IncompleteSignature");
}

function accessKey({ key }) {
  if (key === undefined) return serviceError("InvalidAccessKeyId.NotFound");
  if (key.disabled) return serviceError("InvalidAccessKeyId.Inactive");
}

function securityToken({ key, common, accessKeys, nowMs }) {
  const sent = common.SecurityToken;
  if (!sent) return key.securityToken === undefined ? undefined : serviceError("MissingSecurityToken");
  if (sent !== key.securityToken) {
    const belongsToAnotherKey = accessKeys.some((other) => other.securityToken === sent);
    return serviceError(`InvalidSecurityToken.${belongsToAnotherKey ? "MismatchWithAccessKey" : "Malformed"}`);
  }
  if (nowMs >= key.expirationMs) return serviceError("InvalidSecurityToken.Expired");
}

function timestamp({ common, nowMs }) {
  const sentMs = timestampMs(common);
  if (sentMs === undefined) return serviceError("InvalidTimeStamp.Format");
  if (Math.abs(nowMs - sentMs) > timestampWindowMs) return serviceError("InvalidTimeStamp.Expired");
}

async function signature({ request, method, common, key }) {
  const { matches, message } = await method.verify(request, common, key.accessKeySecret);
  if (!matches) return serviceError("SignatureDoesNotMatch", message);
}

function nonce({ common, nonces, nowMs }) {
  const fresh = nonces.spend(common.AccessKeyId, common.SignatureNonce, timestampMs(common), nowMs);
  if (!fresh) return serviceError("SignatureNonceUsed");
}

function operationParameters({ operation, parameters }) {
  const missing = operation.required.find((name) => !parameters[name]);
  if (missing !== undefined) return serviceError(`Missing${missing}`);
  return operation.checkParameters(parameters);
}

// Date.parse rolls 30 February over to March; a date that does not read back as it was written is malformed.
function timestampMs({ Timestamp }) {
  if (!TIMESTAMP.test(Timestamp)) return undefined;
  const ms = Date.parse(Timestamp);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === Timestamp.replace("Z", ".000Z") ? ms : undefined;
}
