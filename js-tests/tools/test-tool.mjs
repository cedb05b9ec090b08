// Runs the tests of a fixture project with its test tool, against a service on a real socket.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serving, task } from "../support/live.mjs";

/**
 * Asserts that the tests passed and that they stopped the recording.
 *
 * @param {import("./project.mjs").Project} project
 * @param {string} json option that makes the tool report in JSON
 * @param {number} count number of tests, because a tool may succeed without finding any
 * @returns {Promise<string>} result for the table
 */
export async function testsPass(t, project, json, count) {
  const { emulator, url } = await serving(t);
  await project.run("test", {
    args: [json, "--outputFile=results.json", "--testTimeout=30000"],
    env: { LIVE_ENDPOINT: url },
  });
  const results = JSON.parse(await readFile(join(project.folder, "results.json"), "utf8"));
  assert.equal(results.success, true);
  assert.equal(results.numPassedTests, count);
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  return `${count} of ${count} tests`;
}
