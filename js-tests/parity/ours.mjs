// Our side of the comparison: what `sign` of the packed file gives, in the peers' terms.
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

/** HMAC-SHA1: the decoded pairs of the body or the query, in the order of the wire. */
export const ourPairs = ({ url, body }) => pairsOf(body ?? url.slice(url.indexOf("?") + 1));

/** ACS3-HMAC-SHA256: the headers that are sent, with the one that follows from the URL. */
export const ourHeaders = ({ url, headers }) => ({ host: new URL(url).host, ...headers });

/** What a refusal says, for those inputs that one side takes and the other does not. */
export async function refusal(work) {
  try {
    await work();
    return "taken";
  } catch (error) {
    return error.code ?? error.name;
  }
}
