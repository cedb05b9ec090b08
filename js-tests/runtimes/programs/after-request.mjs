// Calls an action at servers that execute the request and break its connection; prints what the last error of each says.
import * as http from "node:http";
import * as https from "node:https";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";

const transports = {
  fetch: () => undefined,
  "node:http": ({ Agent }) => createHttpFetch({ agent: new Agent({ keepAlive: true }) }),
  "node:http without a pool": ({ Agent }) => createHttpFetch({ agent: new Agent() }),
  "node:http, by syscall": ({ Agent }) => {
    const fetch = createHttpFetch({ agent: new Agent({ keepAlive: true }) });
    // A transport of the caller: it has the errors of node:http, and no word of this package.
    return (url, init) =>
      fetch(url, init).catch(({ message, code, syscall }) => {
        throw Object.assign(new Error(message), { code, syscall });
      });
  },
};

async function lastError({ url, transport, method, calls }) {
  const fetch = transports[transport](url.startsWith("https:") ? https : http);
  const live = createClient({
    credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" },
    endpoint: url,
    fetch,
    attemptTimeoutMs: 5000,
  });
  let error;
  for (let call = 0; call < calls; call++) {
    error = await live.call("StartRtcCloudRecording", { AppId: "app" }, { method }).then(
      () => undefined,
      (error) => error,
    );
  }
  return { outcomeUnknown: error?.outcomeUnknown, attempts: error?.attempts, message: error?.message };
}

console.log(JSON.stringify(await Promise.all(JSON.parse(process.argv[2]).map(lastError))));
process.exit(0);
