// Runs the suite in a Worker; the body of the request is the URL of the control server.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

export default {
  async fetch(request) {
    return Response.json(await runSuite({ api, testing, control: await request.text() }));
  },
};
