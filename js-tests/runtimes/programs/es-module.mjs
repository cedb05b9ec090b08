// Runs the suite as an ES module program; the argument is the URL of the control server.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

console.log(JSON.stringify(await runSuite({ api, testing, control: process.argv[2] })));
