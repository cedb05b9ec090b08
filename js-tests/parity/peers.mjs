// Requests of the vendor's two clients, made by their own code; only the transport is replaced.
import { createRequire } from "node:module";
import { Readable } from "node:stream";

const require = createRequire(import.meta.url);

let sent;

// The two clients may share one httpx or have their own.
for (const name of ["@alicloud/pop-core", "@darabonba/typescript"]) {
  const httpx = createRequire(require.resolve(name))("httpx");
  httpx.request = async (url, options) => {
    sent = { url, ...options };
    const incoming = { statusCode: 200, headers: {}, req: { getHeaders: () => ({}) } };
    return Object.assign(Readable.from([Buffer.from("{}")]), incoming);
  };
  httpx.read = async () => Buffer.from("{}");
}

/** Resolves to the arguments that a peer passes to its transport. */
async function captured(send) {
  sent = undefined;
  await send();
  return sent;
}

const { RPCClient } = require("@alicloud/pop-core");

/**
 * Returns the request of `@alicloud/pop-core`. Its timestamp and nonce are parameters, which the caller can override.
 *
 * @returns {Promise<{ method: string, url: string, pairs: string[][] }>} with the decoded pairs in the order of the wire
 */
export async function popCoreRequest(
  { operation, params, credentials, date, nonce, host, version = "2016-11-01" },
  options = {},
) {
  const client = new RPCClient({ ...credentials, endpoint: `https://${host}`, apiVersion: version });
  const given = { ...params, Timestamp: date, SignatureNonce: nonce };
  const { url, method = "GET", data } = await captured(() => client.request(operation, given, options));
  const text = data ?? url.slice(url.indexOf("?") + 1);
  return { method, url: url.split("?")[0], pairs: pairsOf(text) };
}

const { default: OpenApiClient } = require("@alicloud/openapi-core");
const { OpenApiUtil, $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = createRequire(require.resolve("@alicloud/openapi-core"))("@darabonba/typescript");

/** Returns parameters as the generated clients of `@alicloud/openapi-core` flatten them. */
export const openapiCoreQuery = (params) => OpenApiUtil.query(params);

/** Returns the Authorization header of `@alicloud/openapi-core` for a query and headers. */
export const openapiCoreAuthorization = ({ method = "POST", query, headers, credentials }) =>
  OpenApiUtil.getAuthorization(
    { method, pathname: "/", query, headers },
    "ACS3-HMAC-SHA256",
    headers["x-acs-content-sha256"],
    credentials.accessKeyId,
    credentials.accessKeySecret,
  );

/** Returns a parameter as the generated clients write it in its style: `json`, or `simple` with commas. */
export const openapiCoreText = (value, name, style) => OpenApiUtil.arrayToStringWithSpecifiedStyle(value, name, style);

/**
 * Returns the request of `@alicloud/openapi-core`, called as by its generated clients. With `signatureAlgorithm: "v2"`, it signs by
 * HMAC-SHA1.
 */
export async function openapiCoreRequest(
  { operation, params, form, credentials, date, nonce, host, version = "2016-11-01", method = "POST" },
  model = {},
  config = {},
) {
  const credential = { getCredential: async () => ({ ...credentials, ...model }) };
  const settings = new $OpenApiUtil.Config({ credential, endpoint: host, protocol: "https", ...config });
  const client = new OpenApiClient(settings);
  const call = new $OpenApiUtil.Params({
    action: operation,
    version,
    protocol: "HTTPS",
    pathname: "/",
    method,
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const headers = { "x-acs-date": date, "x-acs-signature-nonce": nonce };
  const request = new $OpenApiUtil.OpenApiRequest({
    query: params,
    body: form && OpenApiUtil.parseToMap(form),
    headers,
  });
  const sent = await captured(() => client.callApi(call, request, new RuntimeOptions({})));
  return { method: sent.method, url: sent.url, headers: sent.headers, body: await textOf(sent.data) };
}

/** Resolves to the text of a body, which is a stream. */
async function textOf(body) {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || Buffer.isBuffer(body)) return String(body);
  const chunks = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return String(Buffer.concat(chunks));
}

/** Returns the decoded pairs of a query or a form. */
export const pairsOf = (text) =>
  text === "" ? [] : text.split("&").map((pair) => pair.split("=").map(decodeURIComponent));
