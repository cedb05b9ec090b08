// Runs the suite in a runtime with a command line, as CommonJS.
async function main() {
  await import("./conformance/watch.mjs");
  const api = require("apsara-live");
  const testing = require("apsara-live/testing");
  const { runSuite } = await import("./conformance/run.mjs");
  console.log(JSON.stringify(await runSuite({ api, testing, control: process.argv[2] })));
}

main();
