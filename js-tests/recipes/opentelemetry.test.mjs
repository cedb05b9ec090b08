// OpenTelemetry: each span has the right parent among concurrent calls, and the metrics count them.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { serving } from "../support/live.mjs";
import { tests } from "../support/paths.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

const OK = 0;
const ERROR = 2;
const CALLS = 40;

/** The name of a task says how many of its requests fail before the service stops it; an unknown task fails. */
const ids = Array.from(
  { length: CALLS },
  (_, index) => `${index % 4 === 3 ? "unknown" : "task"}-${index}-${index % 3}`,
);
const lostOf = (id) => Number(id.at(-1));

/** Fails the first requests of a task in turn: throttled, and lost without a response. */
function failing() {
  const asked = new Map();
  return ({ params: { TaskId: id } }) => {
    const before = asked.get(id) ?? 0;
    asked.set(id, before + 1);
    if (before >= lostOf(id)) return undefined;
    return before === 0 ? "throttle" : "reset";
  };
}

test("OpenTelemetry: spans have the right parents under concurrency", async (t) => {
  const known = ids.filter((id) => id.startsWith("task"));
  const recordings = Object.fromEntries(known.map((id) => [id, "RUNNING"]));
  const { url } = await serving(t, { recordings, faultFor: failing() });
  const project = await recipe(t, "opentelemetry");
  await cp(join(tests, "recipes", "programs", "telemetry.mjs"), join(project.folder, "test.mjs"));
  const said = await project.run(["test.mjs", ...ids], { env: emulatorEnv(url) });
  const { callers, spans, measured } = JSON.parse(said);
  const children = (id) => spans.filter(({ parent }) => parent === id);

  assert.equal(callers.length, CALLS);
  for (const { taskId, requestId, spanId } of callers) {
    const [call, ...others] = children(spanId);
    assert.deepEqual([call.name, others.length], ["StopRtcCloudRecording", 0]);
    const failed = taskId.startsWith("unknown");
    const { attributes, status, events } = call;
    assert.equal(attributes["apsara_live.request_id"], requestId, taskId);
    assert.deepEqual(
      [attributes["apsara_live.outcome"], attributes["apsara_live.attempts"], status, events.length],
      [failed ? "failed" : "stopped", lostOf(taskId) + 1, failed ? ERROR : OK, lostOf(taskId)],
    );
    const attempts = children(call.id).map((attempt) => [
      attempt.name,
      attempt.attributes["http.request.resend_count"],
      attempt.attributes["http.response.status_code"],
      attempt.status,
    ]);
    const last = failed ? [400, ERROR] : [200, OK];
    const answers = [
      [400, ERROR],
      [undefined, ERROR],
    ]
      .slice(0, lostOf(taskId))
      .concat([last]);
    assert.deepEqual(
      attempts,
      answers.map((answer, index) => ["POST StopRtcCloudRecording", index, ...answer]),
    );
  }
  const attemptsOfAll = ids.reduce((sum, id) => sum + lostOf(id) + 1, 0);
  assert.equal(spans.length, CALLS + CALLS + attemptsOfAll);

  // A failed call whose request got lost before has an unknown outcome, and a data point of its own.
  const total = (metric, outcome) => {
    const { points } = measured.find(({ name }) => name === metric);
    return points.filter(({ attributes }) => attributes.outcome === outcome).reduce((sum, { value }) => sum + value, 0);
  };
  const expected = (kind, count) => ids.filter((id) => id.startsWith(kind)).reduce((sum, id) => sum + count(id), 0);
  for (const [outcome, kind] of [
    ["stopped", "task"],
    ["failed", "unknown"],
  ]) {
    assert.equal(
      total("apsara_live.call.duration", outcome),
      expected(kind, () => 1),
    );
    assert.equal(
      total("apsara_live.call.attempts", outcome),
      expected(kind, (id) => lostOf(id) + 1),
    );
  }
});

test("OpenTelemetry: the program prints a span of the call and one of the attempt", async (t) => {
  const { url } = await serving(t, { recordings: { "task-1": "RUNNING" } });
  const project = await recipe(t, "opentelemetry");
  const said = await project.run(["main.mjs", "task-1"], { env: emulatorEnv(url) });
  const names = [...said.matchAll(/^ {2}name: '(.*)'/gm)].map(([, name]) => name);
  assert.deepEqual(names, ["POST StopRtcCloudRecording", "StopRtcCloudRecording", "close the room"]);
  assert.match(said, /apsara_live\.call\.duration/);
});
