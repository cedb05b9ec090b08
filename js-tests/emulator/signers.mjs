// Signs requests with node:crypto and without code of the emulator; tests can override or omit every part.
import { createHash, createHmac } from "node:crypto";

export const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };
export const date = "2026-01-02T03:04:05Z";
export const now = Date.parse(date);
export const stop = { operation: "StopRtcCloudRecording", params: { TaskId: "task" } };

let nonces = 0;
const freshNonce = () => `nonce-${++nonces}`;
const defaults = () => ({
  ...stop,
  credentials: key,
  host: "live.aliyuncs.com",
  scheme: "https",
  method: "POST",
  at: date,
  nonce: freshNonce(),
});

const enc = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const byUtf8 = ([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const canonical = (pairs) =>
  [...pairs]
    .sort(byUtf8)
    .map(([name, value]) => `${enc(name)}=${enc(value)}`)
    .join("&");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const defined = (object) => Object.entries(object).filter(([, value]) => value !== undefined);

/**
 * Signs by ACS3-HMAC-SHA256; returns `{ url, method, headers, body }`. `headers: { name: undefined }` omits a header.
 */
export function acs3(options = {}) {
  const { operation, params, credentials, host, scheme, method, at, nonce } = { ...defaults(), ...options };
  const { body = "", headers: extra = {} } = options;
  const headers = Object.fromEntries(
    defined({
      host: host,
      "x-acs-action": operation,
      "x-acs-content-sha256": sha256(body),
      "x-acs-date": at,
      "x-acs-security-token": credentials.securityToken,
      "x-acs-signature-nonce": nonce,
      "x-acs-version": "2016-11-01",
      ...extra,
    }),
  );
  const names = Object.keys(headers)
    .filter((name) => /^(host|content-type|x-acs-.*)$/.test(name))
    .sort();
  const query = canonical(Object.entries(params));
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const request = [method, "/", query, lines, names.join(";"), sha256(body)].join("\n");
  const signature = createHmac("sha256", credentials.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(request)}`)
    .digest("hex");
  const parts = [`Credential=${credentials.accessKeyId}`, `SignedHeaders=${names.join(";")}`, `Signature=${signature}`];
  headers.authorization = `ACS3-HMAC-SHA256 ${parts.join(",")}`;
  delete headers.host;
  return { url: `${scheme}://${host}/?${query}`, method, headers, body };
}

/** Signs by HMAC-SHA1; `place` of the parameters is "form" or "query", and `common: { Name: undefined }` omits one. */
export function sha1(options = {}) {
  const { operation, params, credentials, host, scheme, method, at, nonce } = { ...defaults(), ...options };
  const { place = "form", common = {} } = options;
  const pairs = defined({
    Action: operation,
    Version: "2016-11-01",
    Format: "JSON",
    AccessKeyId: credentials.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: nonce,
    Timestamp: at,
    SecurityToken: credentials.securityToken,
    ...params,
    ...common,
  });
  const stringToSign = `${method}&${enc("/")}&${enc(canonical(pairs))}`;
  const signature = createHmac("sha1", `${credentials.accessKeySecret}&`).update(stringToSign).digest("base64");
  const text = `${canonical(pairs)}&Signature=${enc(signature)}`;
  if (place === "query") return { url: `${scheme}://${host}/?${text}`, method, headers: {}, body: "", stringToSign };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { url: `${scheme}://${host}/`, method, headers, body: text, stringToSign };
}

export const signers = { "ACS3-HMAC-SHA256": acs3, "HMAC-SHA1": sha1 };

/** Sends a signed request. Omits an empty body, because fetch adds an unsigned content-type to a string. */
export function send(fetch, { url, method, headers, body }, init = {}) {
  return fetch(url, { method, headers, ...(body === "" ? {} : { body }), ...init });
}

/** Returns the error code of a response in JSON or XML. */
export async function codeOf(response) {
  const text = await response.text();
  return text.startsWith("<") ? /<Code>(.*?)<\/Code>/.exec(text)?.[1] : JSON.parse(text).Code;
}
