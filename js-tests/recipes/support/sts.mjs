// STS behind TLS: it gives out credentials for the actions that the sources of credentials call.
import { createServer } from "node:https";
import { listen } from "../../support/listen.mjs";

/**
 * Starts the server. It returns the credentials of `keys`, one after another, and then always the last.
 *
 * @returns {Promise<{ host: string, requests: Record<string, string>[] }>} parameters of the requests, headers among them
 */
export async function startSts(t, { certificate, keys }) {
  const requests = [];
  const left = [...keys];
  const server = createServer(certificate, async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { searchParams } = new URL(request.url, "https://localhost");
    const params = Object.fromEntries([...searchParams, ...new URLSearchParams(body)]);
    requests.push({ Action: request.headers["x-acs-action"], authorization: request.headers.authorization, ...params });
    const { accessKeyId, accessKeySecret, securityToken } = left.length > 1 ? left.shift() : left[0];
    const reply = {
      RequestId: "6894B13B-6D71-4EF5-88FA-F32781734A7F",
      Credentials: {
        AccessKeyId: accessKeyId,
        AccessKeySecret: accessKeySecret,
        SecurityToken: securityToken,
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      },
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
  });
  const url = await listen(t, server);
  return { host: `localhost:${new URL(url).port}`, requests };
}
