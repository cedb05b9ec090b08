// Runs the suite in a page or a Web Worker; the query `control` is the URL of the control server.
import "./conformance/watch.mjs";
import * as api from "apsara-live";
import * as testing from "apsara-live/testing";
import { runSuite } from "./conformance/run.mjs";

const results = await runSuite({ api, testing, control: new URLSearchParams(location.search).get("control") });
const text = JSON.stringify(results);
if (globalThis.document) document.querySelector("output").textContent = text;
else postMessage(text);
