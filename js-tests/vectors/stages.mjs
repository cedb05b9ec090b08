// Splits a signed request into the stages of its signature with node:crypto, and names the first stage that differs.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** Percent-encodes text for both methods: keeps unreserved characters and encodes all other bytes as %XY. */
export const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Returns the stages of a request signed by ACS3-HMAC-SHA256, in the order of the computation. */
function acs3(request, secret) {
  const url = new URL(request.url);
  const { authorization = "", accept, ...signed } = request.headers;
  const body = request.body ?? "";
  const headers = Object.entries({ host: url.host, ...signed }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(";");
  // Takes the text of the URL, because `URL` would normalize it.
  const query = request.url.slice(request.url.indexOf("/?") + 2);
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonicalRequest = [request.method, "/", query, lines, names, sha256(body)].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}`;
  return {
    "method and path": `${request.method} ${url.pathname}`,
    "canonical query": query,
    "canonical headers": lines,
    body,
    "canonical request": canonicalRequest,
    "string to sign": stringToSign,
    "signature, by the stages": createHmac("sha256", secret).update(stringToSign).digest("hex"),
    "signature, as sent": authorization.slice(authorization.indexOf("Signature=") + "Signature=".length),
    authorization,
    "response format": accept,
  };
}

function acs3Expected({ expected }) {
  const [, , , ...rest] = expected.canonicalRequest.split("\n");
  const signature = expected.signature;
  return {
    "method and path": `${expected.method} ${expected.path}`,
    "canonical query": expected.query,
    "canonical headers": `${rest.slice(0, -3).join("\n")}\n`,
    body: expected.body,
    "canonical request": expected.canonicalRequest,
    "string to sign": expected.stringToSign,
    "signature, by the stages": signature,
    "signature, as sent": signature,
    authorization: expected.authorization,
    "response format": "application/json",
  };
}

/** Returns the stages of a request signed by HMAC-SHA1. */
function hmacSha1(request, secret) {
  const url = new URL(request.url);
  const pairs = (request.body ?? "").split("&");
  const isSignature = (pair) => pair.startsWith("Signature=");
  const canonicalizedQuery = pairs.filter((pair) => !isSignature(pair)).join("&");
  const stringToSign = `${request.method}&${encode("/")}&${encode(canonicalizedQuery)}`;
  return {
    "method and path": `${request.method} ${url.pathname}${url.search}`,
    "canonical query": canonicalizedQuery,
    headers: JSON.stringify(request.headers),
    "string to sign": stringToSign,
    "signature, by the stages": createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64"),
    "signature, as sent": decodeURIComponent(pairs.find(isSignature)?.slice("Signature=".length) ?? ""),
    form: JSON.stringify([...new URLSearchParams(request.body)].sort()),
  };
}

function hmacSha1Expected({ expected }) {
  return {
    "method and path": `${expected.method} ${expected.path}`,
    "canonical query": expected.canonicalizedQuery,
    headers: JSON.stringify({ "content-type": expected.contentType }),
    "string to sign": expected.stringToSign,
    "signature, by the stages": expected.signature,
    "signature, as sent": expected.signature,
    form: JSON.stringify([...expected.form].sort()),
  };
}

const methods = {
  "ACS3-HMAC-SHA256": { stages: acs3, expectedStages: acs3Expected },
  "HMAC-SHA1": { stages: hmacSha1, expectedStages: hmacSha1Expected },
};

/** Fails at the first stage in which `request` differs from the vector. */
export function assertStages(request, vector) {
  const { stages, expectedStages } = methods[vector.signatureMethod];
  const actual = stages(request, vector.credentials.accessKeySecret);
  const expected = expectedStages(vector);
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const stage of Object.keys(expected)) {
    assert.equal(actual[stage], expected[stage], `${vector.name}: the stage "${stage}" differs`);
  }
}
