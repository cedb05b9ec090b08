// Signs requests with node:crypto, by code that the emulator does not share. Every part can be replaced or left out.

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
 * Returns `{ url, method, headers, body }`; `headers: { name: undefined }` or `common: { Name: undefined }` leaves one
 * out.
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

/** Returns the same with `stringToSign`. `place`: where the parameters go, `"form"` or `"query"`. */
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

/** Leaves out an empty body: as a string it would make fetch add a content-type that is not signed. */
export function send(fetch, { url, method, headers, body }, init = {}) {
  return fetch(url, { method, headers, ...(body === "" ? {} : { body }), ...init });
}

export async function codeOf(response) {
  const text = await response.text();
  return text.startsWith("<") ? /<Code>(.*?)<\/Code>/.exec(text)?.[1] : JSON.parse(text).Code;
}
