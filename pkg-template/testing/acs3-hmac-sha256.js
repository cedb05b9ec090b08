// Verifies ACS3-HMAC-SHA256: Signature = hex(HMAC-SHA256(secret, StringToSign)) over a canonical form of the request.
// https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature

import { canonicalQuery, compareCodePoints, hex, hmac, sha256Hex, sha256HexOfText } from "./canonical.js";

const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9A-Za-z]+)$/;
const MUST_BE_SIGNED = /^(?:host|content-type|x-acs-.*)$/;

export const acs3HmacSha256 = {
  name: "ACS3-HMAC-SHA256",
  required: ["Action", "Version", "AccessKeyId", "SignatureNonce", "Timestamp"],
  // They travel in headers, so that every parameter is the operation's.
  commonParameters: [],

  common({ headers }) {
    const authorization = readAuthorization(headers.get("authorization"));
    return {
      Action: headers.get("x-acs-action"),
      Version: headers.get("x-acs-version"),
      // An Authorization that cannot be read is not a missing key: the text stands in until wellFormed refuses it.
      AccessKeyId: authorization?.accessKeyId ?? headers.get("authorization"),
      SignatureNonce: headers.get("x-acs-signature-nonce"),
      Timestamp: headers.get("x-acs-date"),
      SecurityToken: headers.get("x-acs-security-token"),
    };
  },

  format({ headers }) {
    const accept = (headers.get("accept") ?? "").toLowerCase();
    return accept.includes("xml") && !accept.includes("json") ? "XML" : "JSON";
  },

  wellFormed({ headers }) {
    const authorization = readAuthorization(headers.get("authorization"));
    if (authorization === undefined || !headers.has("x-acs-content-sha256")) return false;
    const { signedHeaders } = authorization;
    return (
      isCanonicalList(signedHeaders) &&
      signedHeaders.every((name) => headers.has(name)) &&
      [...headers.keys()].every((name) => !MUST_BE_SIGNED.test(name) || signedHeaders.includes(name))
    );
  },

  // CanonicalRequest = METHOD \n URI \n Query \n Headers \n SignedHeaders \n HashedRequestPayload
  // Each line of Headers ends in \n itself, so that an empty line follows them.
  async verify({ method, path, query, headers, body }, _common, accessKeySecret) {
    const { signedHeaders, signature } = readAuthorization(headers.get("authorization"));
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
    const stringToSign = `ACS3-HMAC-SHA256\n${await sha256HexOfText(canonicalRequest)}`;
    const expected = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
    return {
      matches: expected === signature && headers.get("x-acs-content-sha256") === payloadHash,
      message:
        "Specified signature does not match our calculation. " +
        `server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
    };
  },
};

function readAuthorization(text = "") {
  const match = AUTHORIZATION.exec(text);
  if (match === null) return undefined;
  return { accessKeyId: match[1], signedHeaders: match[2].split(";"), signature: match[3] };
}

function isCanonicalList(names) {
  return names.every(
    (name, i) => name !== "" && name === name.toLowerCase() && (i === 0 || compareCodePoints(names[i - 1], name) < 0),
  );
}
