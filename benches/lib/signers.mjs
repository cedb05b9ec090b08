// One signed request of each subject: from an operation and an id to a request with a new nonce and timestamp.
//
// Clients are created once, as their READMEs recommend. The peers' work excludes everything but signing: the vendor's clients are
// measured without reading a reply, and openapi-core without hashing the empty body. Our work excludes nothing.
import { createRequire } from "node:module";
import { createClient } from "apsara-live";
import { AwsClient } from "aws4fetch";
import { credentials, host, operation, taskId, version } from "./input.mjs";
import { limits } from "./limits.mjs";
import { openapiSigner } from "./openapi-core.mjs";

const require = createRequire(import.meta.url);
const { RPCClient } = require("@alicloud/pop-core");

const acs3 = createClient({ credentials });
const sha1 = createClient({ credentials, signatureMethod: "HMAC-SHA1" });

/** Calls `request()` with a stubbed transport, which keeps its arguments and ends the call with an exception. */
function popCore() {
  const httpx = createRequire(require.resolve("@alicloud/pop-core"))("httpx");
  const sent = new Error("the transport is stubbed");
  let given;
  httpx.request = (url, options) => {
    given = { method: options.method, url, headers: options.headers, body: options.data };
    throw sent;
  };
  const client = new RPCClient({ ...credentials, endpoint: `https://${host}`, apiVersion: version });
  return async () => {
    try {
      await client.request(operation, { TaskId: taskId }, { method: "POST" });
    } catch (error) {
      if (error !== sent) throw error;
    }
    return given;
  };
}

/** Calls `sign()`, which returns a `Request`. It signs for AWS, by the scheme that ACS3 is modelled on. */
function aws4fetch() {
  const { accessKeyId, accessKeySecret: secretAccessKey } = credentials;
  const aws = new AwsClient({ accessKeyId, secretAccessKey, service: "live", region: "cn-shanghai" });
  return async () => {
    const { method, url, headers } = await aws.sign(
      `https://${host}/?Action=${operation}&Version=${version}&TaskId=${encodeURIComponent(taskId)}`,
      { method: "POST" },
    );
    return { method, url, headers: { authorization: headers.get("authorization") } };
  };
}

const lowest = await limits(acs3, sha1);

/** All subjects by their name in the results. */
export const signers = {
  "apsara-live, ACS3-HMAC-SHA256": () => acs3.sign(operation, { taskId }),
  "apsara-live, HMAC-SHA1": () => sha1.sign(operation, { taskId }),
  "node:crypto, ACS3-HMAC-SHA256": lowest.acs3,
  "node:crypto, HMAC-SHA1": lowest.sha1,
  "@alicloud/pop-core, HMAC-SHA1": popCore(),
  "@alicloud/openapi-core, ACS3-HMAC-SHA256": openapiSigner(),
  "aws4fetch, AWS4-HMAC-SHA256": aws4fetch(),
};
