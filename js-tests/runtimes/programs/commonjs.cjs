// Runs the suite as a CommonJS program; the argument is the URL of the control server.
async function main() {
  await import("./conformance/watch.mjs");
  const api = require("apsara-live");
  const testing = require("apsara-live/testing");
  const { runSuite } = await import("./conformance/run.mjs");
  console.log(JSON.stringify(await runSuite({ api, testing, control: process.argv[2] })));
}

main();
