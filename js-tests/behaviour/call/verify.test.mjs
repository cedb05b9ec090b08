// `verify`: if a stop leaves the state of the task in doubt, the call asks the service for the state once, and only its answer is proof.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient, stopRtcCloudRecording } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { monitor, received, rejection, serving, task } from "../../support/live.mjs";

const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
const lost = () => {
  throw Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
  });
};
const never = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** Differences between the two operations. */
const operations = {
  StopRtcCloudRecording: {
    asks: "DescribeRtcCloudRecordingFiles",
    stop: (live, options) => live.stopRtcCloudRecording(task, options),
    success: { RequestId: "S", TaskId: task.taskId },
    already: "InvalidParameter.TaskId",
    described: (status) => ({ RequestId: "D", TaskInfo: { TaskId: task.taskId, Status: status } }),
    others: [
      { RequestId: "D", TaskInfo: { TaskId: "another", Status: "STOPPED" } },
      { RequestId: "D", TaskId: task.taskId, TaskInfo: { Status: "STOPPED" } },
      { RequestId: "D", TaskInfo: {} },
      { RequestId: "D", TaskInfo: { TaskId: [task.taskId], Status: "STOPPED" } },
    ],
    states: { stopped: "STOPPED", stopping: "STOPPING", running: "RUNNING" },
    notFound: { Code: "NotFound.Task", RequestId: "D", Message: "m" },
  },
  StopLiveStreamMonitor: {
    asks: "DescribeLiveStreamMonitorList",
    stop: (live, options) => live.stopLiveStreamMonitor(monitor, options),
    success: { RequestId: "S" },
    already: "StreamMonitorAlreadyStop",
    described: (status) => ({
      RequestId: "D",
      LiveStreamMonitorList: [
        { MonitorId: "other", Status: 1 },
        { MonitorId: monitor.monitorId, Status: status },
      ],
    }),
    others: [
      { RequestId: "D", LiveStreamMonitorList: [{ MonitorId: "another", Status: 0 }] },
      { RequestId: "D", LiveStreamMonitorList: [{ Status: 0 }] },
      { RequestId: "D", LiveStreamMonitorList: [null] },
    ],
    states: { stopped: 0, running: 1 },
    notFound: { RequestId: "D", LiveStreamMonitorList: [] },
  },
};

/**
 * A client to which the service answers `stops` one after the other, the last one again and again, and `question`.
 *
 * @returns `{ live, asked, events }`, where `asked` lists the actions of the requests
 */
function answering(asks, stops, question, options = {}) {
  const [asked, events] = [[], []];
  let stopped = 0;
  const fetch = async (url, init) => {
    const action = init.headers["x-acs-action"];
    asked.push(action);
    if (action !== asks) return stops[Math.min(stopped++, stops.length - 1)](url, init);
    return (typeof question === "function" ? question : () => json(question))(url, init);
  };
  const live = createClient({
    credentials: testAccessKey,
    fetch,
    retry: { maxAttempts: 2, baseDelayMs: 0 },
    attemptTimeoutMs: 200,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { live, asked, events };
}

const verify = true;

/** The same description, with each task twice. */
const twice = ({ RequestId, ...members }) => ({
  RequestId,
  ...Object.fromEntries(Object.entries(members).map(([name, tasks]) => [name, [tasks, tasks].flat()])),
});

for (const [name, operation] of Object.entries(operations)) {
  const { asks, stop, success, described, states } = operation;
  const already = () => json({ Code: operation.already, RequestId: "A", Message: "m" }, 400);

  for (const state of Object.keys(states).filter((state) => state !== "running")) {
    test(`${name}: unknown, then ${state}, is proof that it is stopped`, async () => {
      const { live, asked, events } = answering(asks, [lost], described(states[state]));
      const { outcome, verified, requestId, attempts, code } = await stop(live, { verify });
      assert.deepEqual([outcome, verified, requestId, attempts, code], ["stopped", state, "D", 2, undefined]);
      assert.deepEqual(asked, [name, name, asks]);
      const { outcomeUnknown, ...end } = events.at(-1);
      assert.deepEqual([end.outcome, end.verified, outcomeUnknown, end.attempts], ["stopped", state, false, 2]);
    });

    test(`${name}: said to be stopped already, then ${state}`, async () => {
      const { live, asked, events } = answering(asks, [already], described(states[state]));
      const { outcome, verified, code, requestId, attempts } = await stop(live, { verify });
      const expected = ["already-stopped", state, operation.already, "A", 1];
      assert.deepEqual([outcome, verified, code, requestId, attempts], expected);
      assert.deepEqual(asked, [name, asks]);
      assert.equal(events.at(-1).verified, state);
    });
  }

  test(`${name}: unknown, then running: it is stopped again while attempts are left`, async () => {
    const again = [lost, () => json({ ...success })];
    const { live, asked, events } = answering(asks, again, described(states.running), { retry: { maxAttempts: 1 } });
    const error = await rejection(stop(live, { verify }));
    assert.deepEqual(
      [error.verified, error.outcomeUnknown, error.attempts, error.retryable],
      ["running", true, 1, true],
    );
    assert.deepEqual(asked, [name, asks]);
    assert.equal(events.at(-1).verified, "running");
  });

  test(`${name}: said to be stopped already, then running: it is stopped again, and asked once only`, async () => {
    const { live, asked, events } = answering(asks, [already, () => json(success)], described(states.running));
    const { outcome, verified, attempts } = await stop(live, { verify });
    assert.deepEqual([outcome, verified, attempts], ["stopped", undefined, 2]);
    assert.deepEqual(asked, [name, asks, name]);
    assert.deepEqual(
      events.map(({ type, operation, attempt }) => [type, operation, attempt]),
      [
        ["request", name, 1],
        ["response", name, 1],
        ["request", asks, 1],
        ["response", asks, 1],
        ["retry", name, 1],
        ["request", name, 2],
        ["response", name, 2],
        ["outcome", name, undefined],
      ],
    );
  });

  test(`${name}: said to be stopped already of a task that runs, and no attempt left: an error`, async () => {
    const { live, asked } = answering(asks, [already], described(states.running), { retry: false });
    const error = await rejection(stop(live, { verify }));
    const { kind, code, httpStatus, verified, outcomeUnknown, retryable, attempts, requestId } = error;
    const expected = ["service", operation.already, 400, "running", false, true, 1, "A"];
    assert.deepEqual([kind, code, httpStatus, verified, outcomeUnknown, retryable, attempts, requestId], expected);
    assert.match(error.message, /the task is running/);
    assert.deepEqual(asked, [name, asks]);
  });

  const questions = {
    "fails with an error that repeats its request": (url, { headers }) => {
      throw Object.assign(new Error(`cannot send ${url}`), { headers, cause: new Error(headers.authorization) });
    },
    "is answered with a page": () => new Response("<p>", { status: 502 }),
    "is answered that there is no such task": () => json(operation.notFound, operation.notFound.Code ? 400 : 200),
    "is not answered": never,
  };
  for (const [what, question] of Object.entries(questions)) {
    test(`${name}: the cause is the cause of the stop, if the question ${what}`, async () => {
      const signed = [];
      const remembering = (url, init) => {
        signed.push(init.headers.authorization, init.headers["x-acs-security-token"]);
        return question(url, init);
      };
      const securityToken = "marker-token-of-this-test";
      const credentials = { accessKeyId: "STS.marker-id", accessKeySecret: "marker-secret", securityToken };
      const { live } = answering(asks, [lost], remembering, { credentials });
      const error = await rejection(stop(live, { verify }));
      assert.equal(error.outcomeUnknown, true);
      assert.equal(error.cause?.cause?.message, "reset");
      assert.match(error.message, /: reset$/);
      const [authorization, token] = signed;
      assert.equal(token, securityToken);
      const shown = inspect(error, { depth: 9 });
      for (const secret of [token, authorization.split("Signature=")[1]]) assert.ok(!shown.includes(secret), shown);
    });
  }

  const silent = {
    "a reply that is lost": lost,
    "a page": () => new Response("<p>", { status: 502 }),
    "an empty reply": () => new Response(""),
    "a failure of the service": () => json({ Code: "InternalError", RequestId: "D" }, 500),
    throttling: () => json({ Code: "Throttling.User", RequestId: "D" }, 400),
    "a state that is not known": described("PAUSED"),
    "a state that is an object": described({ toString: "RUNNING" }),
    "a state that is in a list": described([states.stopped]),
    "a state that is null": described(null),
    "an empty state": described(""),
    "two tasks with the ID": twice(described(states.stopped)),
    "a reply without the member": { RequestId: "D" },
    "a reply that mentions an error": { ...described(states.stopped), Success: false },
    "a reply without a request ID": { ...described(states.stopped), RequestId: "" },
    "a reply that does not come": never,
    ...Object.fromEntries(
      operation.others.map((other) => [`a description of another task, ${JSON.stringify(other)}`, other]),
    ),
  };

  for (const [what, question] of Object.entries(silent)) {
    test(`${name}: the question answered by ${what} proves nothing`, async () => {
      const unknown = answering(asks, [lost], question);
      const error = await rejection(stop(unknown.live, { verify }));
      assert.deepEqual(
        [error.code, error.outcomeUnknown, error.verified, error.attempts],
        ["ERR_NETWORK", true, undefined, 2],
      );
      assert.equal(unknown.asked.filter((action) => action === asks).length, 1);
      assert.deepEqual([unknown.events.at(-1).outcomeUnknown, "verified" in unknown.events.at(-1)], [true, false]);
      const said = answering(asks, [already], question);
      const result = await stop(said.live, { verify });
      assert.deepEqual([result.outcome, "verified" in result], ["already-stopped", false]);
      assert.deepEqual(said.asked, [name, asks]);
    });
  }

  const negative = {
    "not-found": [operation.notFound],
    refused: [() => json({ Code: "Forbidden.RAM", RequestId: "D", Message: "no" }, 403)],
  };

  for (const [verified, questions] of Object.entries(negative)) {
    for (const [i, question] of questions.entries()) {
      const respond = question?.Code === undefined ? question : () => json(question, 400);
      test(`${name}: ${verified} is said, and settles nothing (${i + 1})`, async () => {
        const unknown = answering(asks, [lost], respond);
        const error = await rejection(stop(unknown.live, { verify }));
        assert.deepEqual(
          [error.kind, error.verified, error.outcomeUnknown, error.attempts],
          ["network", verified, true, 2],
        );
        assert.equal(error.toJSON().verified, verified);
        const said = answering(asks, [already], respond);
        const result = await stop(said.live, { verify });
        assert.deepEqual([result.outcome, result.verified, result.attempts], ["already-stopped", verified, 1]);
      });
    }
  }

  test(`${name}: nothing is asked where there is no doubt, or no verify`, async () => {
    const refusal = () => json({ Code: "NoPermission", RequestId: "R" }, 403);
    for (const [stops, options] of [
      [[() => json(success)], { verify }],
      [[refusal], { verify }],
      [[lost], {}],
      [[lost], { verify: false }],
      [[already], {}],
      // An attempt of this call may be the reason.
      [[lost, already], { verify }],
    ]) {
      const { live, asked } = answering(asks, stops, described(states.running));
      await stop(live, options).catch(() => {});
      assert.ok(!asked.includes(asks), asked.join());
    }
  });

  test(`${name}: with alreadyStopped: "throw" the error has the state that the question proved`, async () => {
    const options = { alreadyStopped: "throw" };
    const stopped = answering(asks, [already], described(states.stopped), options);
    const error = await rejection(stop(stopped.live, { verify }));
    assert.deepEqual([error.code, error.verified, error.outcomeUnknown], [operation.already, "stopped", false]);
    const running = answering(asks, [already, () => json(success)], described(states.running), options);
    assert.equal((await stop(running.live, { verify })).outcome, "stopped");
  });

  test(`${name}: without time left there is no question`, async () => {
    const { live, asked } = answering(asks, [never], described(states.stopped));
    const error = await rejection(stop(live, { verify, timeoutMs: 40 }));
    assert.deepEqual([error.code, error.outcomeUnknown, error.verified], ["ERR_TIMEOUT", true, undefined]);
    assert.deepEqual(asked, [name]);
  });

  test(`${name}: the question ends at the deadline of the call`, async () => {
    const options = { retry: false, attemptTimeoutMs: 10_000 };
    const { live, asked } = answering(asks, [lost], never, options);
    const began = performance.now();
    const error = await rejection(stop(live, { verify, timeoutMs: 60 }));
    assert.ok(performance.now() - began < 2_000);
    assert.deepEqual([error.code, error.outcomeUnknown], ["ERR_NETWORK", true]);
    assert.deepEqual(asked, [name, asks]);
  });

  test(`${name}: an abort during the question rejects with its reason, and loses no truth`, async () => {
    for (const first of [lost, already]) {
      const controller = new AbortController();
      const question = (_, { signal }) => {
        controller.abort("enough");
        return never(_, { signal });
      };
      const { live, asked, events } = answering(asks, [first], question, { retry: false });
      assert.equal(await rejection(stop(live, { verify, signal: controller.signal })), "enough");
      assert.deepEqual(asked, [name, asks]);
      const end = events.at(-1);
      assert.deepEqual([end.outcome, end.outcomeUnknown, end.aborted, end.attempts], ["aborted", true, true, 1]);
    }
  });

  test(`${name}: a lost reply against the emulator is proved, by both signature methods`, async (t) => {
    for (const signatureMethod of ["ACS3-HMAC-SHA256", "HMAC-SHA1"]) {
      const { emulator, live } = await serving(t, { faults: ["lost-reply"] });
      const { outcome, verified, attempts } = await stop(live({ signatureMethod, retry: false }), { verify });
      assert.deepEqual([outcome, verified, attempts], ["stopped", "stopped", 1]);
      assert.deepEqual(emulator.requests.map(({ operation, status }) => [operation, status]), [[name, undefined], [asks, 200]]); // biome-ignore format: a list
      assert.equal(new Set(emulator.requests.map(({ nonce }) => nonce)).size, 2);
    }
  });

  test(`${name}: the attempt after the question stops a task that no earlier attempt stopped`, async (t) => {
    const faults = ["reset", "reset", null];
    const { emulator, live } = await serving(t, { faults });
    const { outcome, attempts } = await stop(live({ retry: { maxAttempts: 3, baseDelayMs: 0 } }), { verify });
    assert.deepEqual([outcome, attempts], ["stopped", 3]);
    assert.equal(emulator.requests.length, 3);
  });
}

test("a stop without a client verifies, too", async () => {
  const emulator = createLiveEmulator({
    recordings: { [task.taskId]: "RUNNING" },
    faults: ["lost-reply"],
    stopsAfterMs: 1e9,
  });
  const options = { credentials: testAccessKey, fetch: emulator.fetch, retry: false, verify };
  const { outcome, verified } = await stopRtcCloudRecording(task, options);
  assert.deepEqual([outcome, verified], ["stopped", "stopping"]);
});

test("a recording that the service has forgotten is not found, which proves nothing", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["lost-reply", null] });
  const call = live({ retry: false }).stopRtcCloudRecording(task, {
    verify,
    onEvent: ({ type }) => type === "response" || emulator.recordings.delete(task.taskId),
  });
  await received(emulator, 1);
  const error = await rejection(call);
  assert.deepEqual([error.verified, error.outcomeUnknown], ["not-found", true]);
});

test("without credentials there is no question", async () => {
  let given = 0;
  const credentials = () => {
    given++;
    if (given > 1) throw new Error("none left");
    return { ...testAccessKey, securityToken: "token" };
  };
  const expired = () => json({ Code: "InvalidSecurityToken.Expired", RequestId: "R" }, 400);
  const asks = "DescribeRtcCloudRecordingFiles";
  const { live, asked } = answering(
    asks,
    [lost, expired],
    {},
    { credentials, retry: { maxAttempts: 4, baseDelayMs: 0 } },
  );
  const error = await rejection(live.stopRtcCloudRecording(task, { verify }));
  assert.deepEqual([error.kind, error.outcomeUnknown, error.verified], ["credentials", true, undefined]);
  assert.ok(!asked.includes(asks));
});

test("questions keep to the quota of the describing operation, and say where they are left out", async () => {
  const refusal = { Code: "InvalidParameter.TaskId", RequestId: "A", Message: "m" };
  const asked = [];
  const fetch = async (_, { headers }) => {
    const isQuestion = headers["x-acs-action"].startsWith("Describe");
    if (isQuestion) asked.push(performance.now());
    const described = { RequestId: "D", TaskInfo: { TaskId: task.taskId, Status: "STOPPED" } };
    return isQuestion ? json(described) : json(refusal, 400);
  };
  const quota = { describeRtcCloudRecordingFiles: 2 };
  const live = createClient({ credentials: testAccessKey, fetch, quota, alreadyStopped: "throw" });
  const call = (timeoutMs) => rejection(live.stopRtcCloudRecording(task, { verify, timeoutMs }));
  const errors = await Promise.all([call(30_000), call(30_000), call(30_000), call(200)]);
  assert.deepEqual(
    errors.map(({ verified }) => verified),
    ["stopped", "stopped", "stopped", undefined],
  );
  assert.match(errors.at(-1).message, /; the quota has no room for a question about its state$/);
  assert.ok(asked[2] - asked[0] > 900, `${asked}`);
});
