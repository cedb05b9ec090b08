// Runs the suite in a runtime with a command line, as an ES module.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

console.log(JSON.stringify(await runSuite({ api, testing, control: process.argv[2] })));
