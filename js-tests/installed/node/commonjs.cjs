// Runs the suite in Node.js, as CommonJS.
const api = require("apsara-live");
const testing = require("apsara-live/testing");

import("./conformance/run.mjs")
  .then(({ runSuite }) => runSuite({ api, testing, control: process.argv[2] }))
  .then((results) => console.log(JSON.stringify(results)));
