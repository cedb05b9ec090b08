// Verifies HMAC-SHA1 (SignatureVersion 1.0): Signature = Base64(HMAC-SHA1(secret + "&", StringToSign)).
// https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
import { base64, canonicalQuery, hmac, percentEncode } from "./canonical.ts";
import { type GatewayRequest, parameter } from "./gateway-request.ts";
import type { CommonParameters, RequiredCommonParameter, SignatureCheck, SignatureRules } from "./signature-method.ts";

const REQUIRED: readonly RequiredCommonParameter[] = [
  "Action",
  "Version",
  "AccessKeyId",
  "SignatureMethod",
  "SignatureVersion",
  "SignatureNonce",
  "Timestamp",
  "Signature",
];

export const hmacSha1: SignatureRules = {
  name: "HMAC-SHA1",
  required: REQUIRED,
  commonParameters: [...REQUIRED, "SecurityToken", "Format", "SignatureType", "ResourceOwnerAccount"],

  common(request) {
    return Object.fromEntries([...REQUIRED, "SecurityToken"].map((name) => [name, parameter(request, name)]));
  },

  // The default format is XML, unlike the default of ACS3-HMAC-SHA256.
  format(request) {
    return (parameter(request, "Format") ?? "XML").toUpperCase();
  },

  verifier(request, common) {
    const isWellFormed = common.SignatureMethod === "HMAC-SHA1" && common.SignatureVersion === "1.0";
    return isWellFormed ? (accessKeySecret) => verify(request, common, accessKeySecret) : undefined;
  },
};

// StringToSign = METHOD & %2F & enc(CanonicalizedQueryString), over query and form together, without Signature.
async function verify(
  { method, parameters }: GatewayRequest,
  { Signature }: CommonParameters,
  accessKeySecret: string,
): Promise<SignatureCheck> {
  const signed = parameters.filter(([name]) => name !== "Signature");
  const stringToSign = `${method}&${percentEncode("/")}&${percentEncode(canonicalQuery(signed))}`;
  const expected = base64(await hmac("SHA-1", `${accessKeySecret}&`, stringToSign));
  return {
    matches: expected === Signature,
    // Vendor SDKs take the text after the first colon as the server's StringToSign, so no space follows it.
    message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  };
}
