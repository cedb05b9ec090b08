// Errors of the network as this runtime throws them, and whether the package recognises them, recorded runtime by runtime.
import { key, quick } from "../support/portable/fixtures.mjs";
import { rejection } from "../support/portable/waiting.mjs";
import { openClient, requestsOf, task } from "./client.mjs";

/**
 * Whether the outcome is unknown, by the runtime whose `fetch` sends, or by the transport. Browsers and workerd say the same of every
 * error. Deno and Bun send some requests again by themselves, and report what became of the second one.
 *
 * Seen in Node.js 20.16 to 26.10, Deno 2.9.6 and Bun 1.4.5.
 */
const UNKNOWN = {
  "Node.js": { refused: false, blocked: false, "not TLS": true },
  // apsara-live/node blocks no port, and knows whether its connection was established. The same in Node.js, Deno and Bun.
  "node:http": { refused: false, blocked: false, "not TLS": false },
  other: { refused: true, blocked: true, "not TLS": true },
};

function sender({ transport }) {
  if (transport !== "fetch") return transport;
  if (globalThis.Deno !== undefined || globalThis.Bun !== undefined) return "other";
  const isBrowserOrWorker = /^(?:Mozilla\/|Cloudflare)/.test(globalThis.navigator?.userAgent ?? "");
  return globalThis.process?.versions?.node === undefined || isBrowserOrWorker ? "other" : "Node.js";
}

const cases = {
  refused: (url) => url,
  blocked: () => "http://127.0.0.1:6000",
  "not TLS": (url) => url.replace("http:", "https:"),
};

export const networkErrors = [
  ...Object.entries(cases).map(([what, endpointOf]) => ({
    name: `whether the outcome is unknown when a connection fails: ${what}`,
    async run(context) {
      const { api, assert } = context;
      const { emulator, live } = await openClient(context, []);
      const endpoint = endpointOf(emulator.url);
      if (what === "refused") await emulator.close();
      const client = api.createClient({ credentials: key, endpoint, retry: quick });
      const error = await rejection(client.stopRtcCloudRecording(task));
      assert.includes(error, { kind: "network", code: "ERR_NETWORK", attempts: 4, retryable: true });
      const { cause, message } = error;
      const seen = `${message} (${cause?.name} ${cause?.code}: ${cause?.cause?.message} ${cause?.cause?.code})`;
      assert.equal(error.outcomeUnknown, UNKNOWN[sender(context)][what], seen);
      if (what === "refused") return;
      assert.equal(await requestsOf(emulator), 0, "requests");
      assert.ok((await live.stopRtcCloudRecording(task)).outcome === "stopped", "the emulator still answers");
    },
  })),
  {
    name: "the outcome is unknown when the connection resets after the request",
    async run(context) {
      const { assert } = context;
      const faults = Array(4).fill({ type: "reset" });
      const { emulator, live } = await openClient(context, faults, { retry: quick });
      const error = await rejection(live.stopRtcCloudRecording(task));
      assert.includes(error, { kind: "network", code: "ERR_NETWORK", attempts: 4, outcomeUnknown: true });
      assert.equal(await requestsOf(emulator), 4);
    },
  },
];
