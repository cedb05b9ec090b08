// Verifies ACS3-HMAC-SHA256: Signature = hex(HMAC-SHA256(secret, StringToSign)) over a canonical form of the request.
// https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
import { canonicalQuery, compareCodePoints, hex, hmac, sha256Hex } from "./canonical.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { SignatureCheck, SignatureRules } from "./signature-method.ts";

const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9A-Za-z]+)$/;
const MUST_BE_SIGNED = /^(?:host|content-type|x-acs-.*)$/;

export const acs3HmacSha256: SignatureRules = {
  name: "ACS3-HMAC-SHA256",
  required: ["Action", "Version", "AccessKeyId", "SignatureNonce", "Timestamp"],
  // Headers contain the common parameters, so every parameter belongs to the operation.
  commonParameters: [],

  common({ headers }) {
    const authorization = headers.get("authorization");
    return {
      Action: headers.get("x-acs-action"),
      Version: headers.get("x-acs-version"),
      // An Authorization that cannot be parsed is not a missing key: its text stands in until `verifier` rejects it.
      AccessKeyId: parseAuthorization(authorization)?.accessKeyId ?? authorization,
      SignatureNonce: headers.get("x-acs-signature-nonce"),
      Timestamp: headers.get("x-acs-date"),
      SecurityToken: headers.get("x-acs-security-token"),
    };
  },

  format({ headers }) {
    const accept = (headers.get("accept") ?? "").toLowerCase();
    return accept.includes("xml") && !accept.includes("json") ? "XML" : "JSON";
  },

  verifier(request) {
    const { headers } = request;
    const authorization = parseAuthorization(headers.get("authorization"));
    if (authorization === undefined || !headers.has("x-acs-content-sha256")) return undefined;
    const { signedHeaders } = authorization;
    const isWellFormed =
      isCanonicalList(signedHeaders) &&
      signedHeaders.every((name) => headers.has(name)) &&
      [...headers.keys()].every((name) => !MUST_BE_SIGNED.test(name) || signedHeaders.includes(name));
    return isWellFormed ? (accessKeySecret) => verify(request, authorization, accessKeySecret) : undefined;
  },
};

interface Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(text = ""): Authorization | undefined {
  const [, accessKeyId, signedHeaders, signature] = AUTHORIZATION.exec(text) ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) return undefined;
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/** Lower-case, sorted and without repetition, as the vendor's SDKs write it. */
function isCanonicalList(names: readonly string[]): boolean {
  return names.every((name, i) => {
    const previous = names[i - 1];
    const isSorted = previous === undefined || compareCodePoints(previous, name) < 0;
    return name !== "" && name === name.toLowerCase() && isSorted;
  });
}

// CanonicalRequest = METHOD \n URI \n Query \n Headers \n SignedHeaders \n HashedRequestPayload
// Each line of Headers ends in \n itself, so that an empty line follows them.
async function verify(
  { method, path, query, headers, body }: GatewayRequest,
  { signedHeaders, signature }: Authorization,
  accessKeySecret: string,
): Promise<SignatureCheck> {
  const payloadHash = await sha256Hex(body);
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${headers.get(name)}\n`).join("");
  const canonicalRequest = [
    method,
    path,
    canonicalQuery(query),
    canonicalHeaders,
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${await sha256Hex(canonicalRequest)}`;
  const expected = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
  return {
    matches: expected === signature && headers.get("x-acs-content-sha256") === payloadHash,
    message:
      "Specified signature does not match our calculation. " +
      `server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
  };
}
