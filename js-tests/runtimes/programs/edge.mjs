// Runs the suite in an edge function; the body of the request is the URL of the control server.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

const respond = async (request) => Response.json(await runSuite({ api, testing, control: await request.text() }));

addEventListener("fetch", (event) => event.respondWith(respond(event.request)));
