// Lower limit of signing: node:crypto hashes the bytes of one request and draws a nonce.
import assert from "node:assert/strict";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { credentials, host, operation, taskId } from "./input.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (algorithm, key, text, encoding) => createHmac(algorithm, key).update(text).digest(encoding);

/** Returns the texts that were hashed for a request; asserts that they result in its signature. */
function acs3Texts({ url, headers }) {
  const signed = { ...headers, host };
  const names = Object.keys(signed).filter((name) => name === "host" || name.startsWith("x-acs-"));
  const lines = names.sort().map((name) => `${name}:${signed[name]}\n`);
  const canonicalRequest = [
    "POST",
    "/",
    new URL(url).search.slice(1),
    lines.join(""),
    names.join(";"),
    headers["x-acs-content-sha256"],
  ].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}`;
  const signature = hmac("sha256", credentials.accessKeySecret, stringToSign, "hex");
  assert.ok(headers.authorization.endsWith(`Signature=${signature}`));
  return { canonicalRequest, stringToSign };
}

function formText({ body }) {
  const pairs = body.split("&");
  const signed = pairs.filter((pair) => !pair.startsWith("Signature="));
  const stringToSign = `POST&%2F&${encodeURIComponent(signed.join("&"))}`;
  const signature = hmac("sha1", `${credentials.accessKeySecret}&`, stringToSign, "base64");
  assert.ok(pairs.includes(`Signature=${encodeURIComponent(signature)}`));
  return stringToSign;
}

/** Returns the limit of each signature method, for the given clients. */
export async function limits(acs3, sha1) {
  const { canonicalRequest, stringToSign } = acs3Texts(await acs3.sign(operation, { taskId }));
  const form = formText(await sha1.sign(operation, { taskId }));
  const { accessKeySecret } = credentials;
  const formKey = `${accessKeySecret}&`;
  return {
    acs3: () => ({
      url: randomUUID(),
      headers: { authorization: sha256(canonicalRequest) },
      body: hmac("sha256", accessKeySecret, stringToSign, "hex"),
    }),
    sha1: () => ({ url: randomUUID(), body: hmac("sha1", formKey, form, "base64") }),
  };
}
