// An emulator behind a socket, with a clock that the test sets, and calls that are signed by node:crypto.
import { createLiveEmulator } from "apsara-live/testing";
import { acs3, now, send, sha1 } from "./signers.mjs";

/** Ways to send the parameters: signature method, HTTP method and place. */
export const ways = {
  "ACS3 POST": (options) => acs3(options),
  "ACS3 GET": (options) => acs3({ ...options, method: "GET" }),
  "SHA1 form": (options) => sha1(options),
  "SHA1 POST query": (options) => sha1({ ...options, place: "query" }),
  "SHA1 GET": (options) => sha1({ ...options, method: "GET", place: "query" }),
};

/** Serves an emulator until the test ends. `call(operation, params)` resolves to status and body of the response. */
export async function served(t, options = {}) {
  const clock = { ms: now };
  const emulator = createLiveEmulator({ now: () => clock.ms, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  const host = `127.0.0.1:${server.port}`;
  const request = (operation, params = {}, way = ways["ACS3 POST"]) =>
    way({ operation, params, host, scheme: "http", at: new Date(clock.ms).toISOString().replace(/\.\d+/, "") });
  const call = async (operation, params, way) => {
    const response = await send(fetch, request(operation, params, way));
    const { RequestId: _, ...body } = await response.json();
    return { status: response.status, ...body };
  };
  return { emulator, clock, call, request, server };
}

export const recording = {
  AppId: "app",
  ChannelId: "room",
  SubscribeParams: JSON.stringify({ SubscribeUserIdList: [{ UserId: "anna" }, { UserId: "b~ö*" }] }),
  RecordParams: JSON.stringify({ RecordMode: 1 }),
  StorageParams: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }, { Format: "hls" }] }),
};

export const monitor = {
  MonitorName: "first",
  Domain: "live.example.com",
  InputList: JSON.stringify([{ Index: 1, InputUrl: "rtmp://live.example.com/a/b", LayoutId: 1 }]),
  OutputTemplate: "lp_hd",
};
