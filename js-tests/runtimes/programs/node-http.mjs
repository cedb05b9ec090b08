// Runs the suite as an ES module program whose calls go over node:http; the argument is the URL of the control server.
import "./conformance/watch.mjs";
import * as original from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

const fetch = createHttpFetch();
const api = {
  ...original,
  createClient: (options) => original.createClient({ fetch, ...options }),
  stopRtcCloudRecording: (params, options) => original.stopRtcCloudRecording(params, { fetch, ...options }),
  stopLiveStreamMonitor: (params, options) => original.stopLiveStreamMonitor(params, { fetch, ...options }),
};

console.log(JSON.stringify(await runSuite({ api, testing, control: process.argv[2], transport: "node:http" })));
