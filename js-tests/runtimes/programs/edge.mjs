// Runs the suite in an edge function, at a request that says where the control is.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

const answer = async (request) => Response.json(await runSuite({ api, testing, control: await request.text() }));

addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
