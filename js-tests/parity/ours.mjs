// Requests signed by sign() of the packed file, in the form of the peers' requests.
import { createClient } from "apsara-live";
import { pairsOf } from "./peers.mjs";

/** Signs an input of arbitraries.mjs. */
export function ourRequest({ operation, params, credentials, date, nonce, host }, options = {}) {
  const { signatureMethod, ...rest } = options;
  return createClient({ credentials, endpoint: host, signatureMethod }).sign(operation, params, {
    date,
    nonce,
    ...rest,
  });
}

/** Returns the request that call() hands to fetch, for an input of action-arbitraries.mjs. */
export async function calledRequest(
  { operation, params, credentials, host, version, method },
  { signatureMethod } = {},
) {
  let request;
  const fetch = async (url, { headers, ...init }) => {
    const { "user-agent": _, ...signed } = headers;
    request = { url, ...init, headers: signed };
    return new Response(JSON.stringify({ RequestId: "R" }));
  };
  await createClient({ credentials, endpoint: host, signatureMethod, fetch }).call(operation, params, {
    method,
    version,
  });
  return request;
}

/** Returns the decoded pairs of an HMAC-SHA1 request, from the body or the query, in the order of the wire. */
export const ourPairs = ({ url, body }) => pairsOf(body ?? url.slice(url.indexOf("?") + 1));

/** Returns the headers of an ACS3-HMAC-SHA256 request, including host. */
export const ourHeaders = ({ url, headers }) => ({ host: new URL(url).host, ...headers });

/** Returns the code or name of the error of `work`, or "accepted". */
export async function refusal(work) {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return error.code ?? error.name;
  }
}
