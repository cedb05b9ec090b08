// Verifies HMAC-SHA1 (SignatureVersion 1.0): Signature = Base64(HMAC-SHA1(secret + "&", StringToSign)).
// https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism

import { base64, canonicalQuery, hmac, percentEncode } from "./canonical.js";
import { parameter } from "./request.js";

const REQUIRED = [
  "Action",
  "Version",
  "AccessKeyId",
  "SignatureMethod",
  "SignatureVersion",
  "SignatureNonce",
  "Timestamp",
  "Signature",
];

export const hmacSha1 = {
  name: "HMAC-SHA1",
  required: REQUIRED,
  commonParameters: [...REQUIRED, "SecurityToken", "Format", "SignatureType", "ResourceOwnerAccount"],

  common(request) {
    return Object.fromEntries([...REQUIRED, "SecurityToken"].map((name) => [name, parameter(request, name)]));
  },

  // The default format is XML, unlike that of ACS3-HMAC-SHA256.
  format(request) {
    return (parameter(request, "Format") ?? "XML").toUpperCase();
  },

  wellFormed(_request, common) {
    return common.SignatureMethod === "HMAC-SHA1" && common.SignatureVersion === "1.0";
  },

  // StringToSign = METHOD & %2F & enc(CanonicalizedQueryString), over query and form together, without Signature.
  async verify(request, common, accessKeySecret) {
    const signed = request.parameters.filter(([name]) => name !== "Signature");
    const stringToSign = `${request.method}&${percentEncode("/")}&${percentEncode(canonicalQuery(signed))}`;
    const expected = base64(await hmac("SHA-1", `${accessKeySecret}&`, stringToSign));
    return {
      matches: expected === common.Signature,
      // Vendor SDKs take the text after the first colon as the server's StringToSign, so no space follows it.
      message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
    };
  },
};
