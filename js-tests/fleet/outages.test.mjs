// Runs of 2,000 tasks through outages of a minute, in virtual time: no task is lost, and few requests are sent meanwhile.
import "./support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { all, clientOf, emulatorOf, recordings, running } from "./support/tasks.mjs";
import { elapsedMs, farFetch, play, randomOf, timersAreLate } from "./support/virtual-time.mjs";

const TASKS = recordings(2000);
const BEGIN_MS = 10_000;

/** Requests of an outage, and the longest time from its end to the next answer. */
const MOST = { requests: 40, lostMs: 31_000 };

const noSuchHost = () => {
  const cause = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
  throw new TypeError("fetch failed", { cause });
};

const refusing = () => {
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  throw new TypeError("fetch failed", { cause });
};

const metadataFails = () => {
  throw new Error("the metadata service is down");
};

/** What fails, for how long, and how: in place of `fetch`, of the emulator's answer, or of the credentials. */
const OUTAGES = {
  "the name server is dead": { forMs: 60_000, fetch: noSuchHost },
  "connections are refused": { forMs: 60_000, fetch: refusing },
  "the service is unavailable and asks to wait for 100 s": {
    forMs: 120_000,
    fault: { type: "error", status: 503, code: "ServiceUnavailable", retryAfter: 100 },
    lostMs: 101_000,
  },
  "the credentials fail": { forMs: 60_000, credentials: metadataFails },
  "the account is throttled": { forMs: 60_000, fault: "throttle" },
};

/** A client, and what happens to its requests. */
function during({ forMs, fetch: fail, fault, credentials: broken }) {
  const random = randomOf(7);
  timersAreLate(() => random() * 4);
  const endMs = elapsedMs() + BEGIN_MS + forMs;
  const isOut = () => elapsedMs() >= endMs - forMs && elapsedMs() < endMs;
  const seen = { during: 0, firstAfterMs: undefined, endMs };
  const emulator = emulatorOf(TASKS, { faultFor: () => (isOut() ? fault : undefined) });
  const far = farFetch(emulator.fetch, () => 10 + 10 * random());
  const fetch = async (...args) => {
    if (isOut()) seen.during += 1;
    if (isOut() && fail !== undefined) fail();
    const response = await far(...args);
    if (elapsedMs() >= endMs && response.status === 200) seen.firstAfterMs ??= elapsedMs() - endMs;
    return response;
  };
  const credentials = () => {
    if (isOut() && broken !== undefined) broken();
    // Without an expiration, each call asks.
    return testAccessKey;
  };
  const events = [];
  const onEvent = (event) => (event.type === "held" || event.type === "resumed") && events.push(event);
  return { emulator, seen, events, client: clientOf(fetch, { credentials, onEvent }) };
}

for (const [what, outage] of Object.entries(OUTAGES)) {
  test(`${what}: all 2,000 tasks are stopped, and nothing else is told`, async (t) => {
    const { client, emulator, seen, events } = during(outage);
    const run = client.stopAll(TASKS);
    const held = [];
    const summary = await play(
      (async () => {
        for await (const { outcome, error } of run) {
          assert.ok(outcome === "stopped" || outcome === "already-stopped", error);
          held.push(run.progress.held);
        }
        return run.summary();
      })(),
    );
    assert.deepEqual(running(emulator), []);
    assert.deepEqual([summary.failed, summary.unknown, summary.held], [0, 0, undefined]);
    assert.equal(summary.stopped + summary.alreadyStopped, TASKS.length);
    t.diagnostic(`${seen.during} requests during the outage, ${Math.round(seen.firstAfterMs)} ms lost after it`);
    assert.ok(seen.during <= (outage.requests ?? MOST.requests), `${seen.during} requests`);
    assert.ok(seen.firstAfterMs <= (outage.lostMs ?? MOST.lostMs), `${seen.firstAfterMs} ms`);
    const types = events.map(({ type }) => type);
    assert.deepEqual(types, ["held", "resumed"]);
  });
}

test("while a run is held, its progress says why, since when, and when it asks again", async () => {
  const { client, events } = during(OUTAGES["the name server is dead"]);
  const run = client.stopAll(recordings(600));
  const told = [];
  const watch = setInterval(() => told.push(run.progress.held), 0);
  const watched = client.stopAll([]).summary();
  await play(watched);
  const summary = play(run.summary());
  await summary;
  clearInterval(watch);
  const [{ operation, reason, code, nextProbeMs, callId }, resumed] = events;
  assert.deepEqual([operation, reason, code], ["StopRtcCloudRecording", "network", "ERR_NETWORK"]);
  assert.ok(nextProbeMs > 0 && nextProbeMs <= 1000);
  assert.equal(resumed.callId, callId);
  assert.ok(resumed.sinceMs > 50_000 && resumed.sinceMs < 95_000, `${resumed.sinceMs}`);
  const known = told.filter((held) => held !== undefined);
  assert.ok(known.some(({ sinceMs, nextProbeMs: next }) => sinceMs > 20_000 && next > 1000 && next <= 30_000));
});

const ENDLESS = {
  "maxOutageMs ends it": [{ maxOutageMs: 120_000 }, "ERR_RUN_HALTED"],
  "deadlineMs ends it": [{ deadlineMs: 120_000 }, "ERR_RUN_ENDED"],
};

for (const [what, [options, code]] of Object.entries(ENDLESS)) {
  test(`an outage without an end: ${what}, and the tasks that are left are told`, async () => {
    const { client, emulator } = during({ forMs: 86_400_000, fetch: noSuchHost });
    const begunMs = elapsedMs();
    const settled = await play(all(client.stopAll(TASKS, options)));
    assert.ok(elapsedMs() - begunMs < 170_000, `${elapsedMs() - begunMs} ms`);
    const failed = settled.filter(({ outcome }) => outcome === "failed");
    assert.equal(settled.length - failed.length, TASKS.length - running(emulator).length);
    assert.ok(failed.length > 1000);
    const unasked = failed.filter(({ attempts }) => attempts === 0);
    assert.ok(unasked.length > failed.length - 70);
    for (const { error } of unasked) assert.equal(error.code, code);
    if (code === "ERR_RUN_HALTED") assert.equal(unasked[0].error.cause.code, "ERR_NETWORK");
  });
}

const REFUSALS = {
  "a wrong secret": { type: "error", status: 400, code: "SignatureDoesNotMatch" },
  "a missing permission": { type: "error", status: 403, code: "NoPermission" },
  "a wrong endpoint": { type: "error", status: 404, code: "InvalidAction.NotFound" },
};

for (const [what, fault] of Object.entries(REFUSALS)) {
  test(`${what}: the run of 20,000 tasks is halted after three requests`, async () => {
    const emulator = emulatorOf(TASKS, { faultFor: () => fault });
    const client = clientOf(farFetch(emulator.fetch, () => 20));
    const settled = await play(all(client.stopAll(recordings(20_000))));
    assert.equal(emulator.requests.length, 3);
    assert.deepEqual([settled.length, settled.every(({ outcome }) => outcome === "failed")], [20_000, true]);
    const halted = settled.filter(({ attempts }) => attempts === 0);
    assert.equal(halted.length, 19_997);
    const [{ error }] = halted;
    assert.deepEqual([error.code, error.cause.code, error.retryable], ["ERR_RUN_HALTED", fault.code, false]);
    assert.match(error.message, /^StopRtcCloudRecording was not sent, because the run was halted: /);
    // The next run asks again.
    const again = await play(client.stopAll(recordings(10)).summary());
    assert.deepEqual([again.attempts, again.failed], [3, 10]);
  });
}

test("what fails for one task is asked once more at the end of the run, and reported with all its attempts", async () => {
  let lost = 0;
  const emulator = emulatorOf(TASKS, {
    faultFor: ({ params }) => (params.TaskId === "recording-7" && ++lost <= 12 ? "reset" : undefined),
  });
  const settled = await play(all(clientOf(farFetch(emulator.fetch, () => 10)).stopAll(recordings(500))));
  const [seventh] = settled.filter(({ task }) => task.taskId === "recording-7");
  assert.deepEqual([seventh.outcome, seventh.attempts, settled.at(-1)], ["stopped", 13, seventh]);
});

for (const concurrency of [1, 64]) {
  test(`a task that is always answered 500 delays ${concurrency} at a time by minutes at most, and fails alone`, async () => {
    const emulator = emulatorOf(TASKS, {
      faultFor: ({ params }) => (params.TaskId === "recording-0" ? "internal-error" : undefined),
    });
    const client = clientOf(farFetch(emulator.fetch, () => 10));
    const begunMs = elapsedMs();
    const settled = await play(all(client.stopAll(recordings(200), { concurrency })));
    const left = settled.filter(({ outcome }) => outcome !== "stopped");
    assert.deepEqual(
      left.map(({ task, outcome }) => [task.taskId, outcome]),
      [["recording-0", "unknown"]],
    );
    assert.ok(elapsedMs() - begunMs < 400_000, `${elapsedMs() - begunMs} ms`);
    assert.ok(left[0].attempts <= 25, `${left[0].attempts} attempts`);
  });
}

test("a run of one task survives an outage of ten minutes whose answers ask for nothing", async () => {
  const fault = { type: "error", status: 503, code: "ServiceUnavailable" };
  for (const count of [1, 2, 3]) {
    const { client, seen } = during({ forMs: 600_000, fault });
    // The outage begins before the run.
    await play(new Promise((resolve) => setTimeout(resolve, 11_000)));
    const { stopped, failed, unknown } = await play(client.stopAll(recordings(count)).summary());
    assert.deepEqual([stopped, failed, unknown], [count, 0, 0]);
    assert.ok(seen.during <= 40, `${seen.during} requests`);
  }
});

test("one task that always fails ends alone, and an input that goes on is stopped", async () => {
  const emulator = emulatorOf(TASKS, {
    faultFor: ({ params }) => (params.TaskId === "recording-0" ? "internal-error" : undefined),
  });
  async function* slow() {
    for (const task of recordings(3)) {
      yield task;
      await new Promise((resolve) => setTimeout(resolve, 1_200_000));
    }
  }
  const settled = await play(all(clientOf(farFetch(emulator.fetch, () => 10)).stopAll(slow())));
  const ends = settled.map(({ task, outcome }) => [task.taskId, outcome]).sort();
  assert.deepEqual(ends, [
    ["recording-0", "unknown"],
    ["recording-1", "stopped"],
    ["recording-2", "stopped"],
  ]);
});

test("a token that has expired while its renewal fails costs no task, and few requests", async () => {
  const emulator = emulatorOf(TASKS);
  const begunMs = elapsedMs();
  const isOut = () => elapsedMs() - begunMs >= 3000 && elapsedMs() - begunMs < 23_000;
  let refused = 0;
  const far = farFetch(emulator.fetch, () => 100);
  let isRenewed = false;
  const fetch = async (...args) => {
    if (elapsedMs() - begunMs < 3000 || isRenewed) return far(...args);
    refused += 1;
    const expired = emulatorOf([], {
      faultFor: () => ({ type: "error", status: 400, code: "InvalidSecurityToken.Expired" }),
    });
    return farFetch(expired.fetch, () => 100)(...args);
  };
  const credentials = () => {
    if (isOut()) throw new Error("the metadata service is down");
    isRenewed = elapsedMs() - begunMs >= 23_000;
    return { ...testAccessKey, expiration: Date.now() + 3_600_000 };
  };
  const summary = await play(clientOf(fetch, { credentials }).stopAll(recordings(500)).summary());
  assert.deepEqual([summary.stopped, summary.failed], [500, 0]);
  assert.ok(refused <= 80, `${refused} requests were refused`);
});

test("a run that was made before another was halted, and is read after it, asks for its tasks", async () => {
  let isAllowed = false;
  const emulator = emulatorOf(TASKS, {
    faultFor: () => (isAllowed ? undefined : { type: "error", status: 403, code: "NoPermission" }),
  });
  const client = clientOf(farFetch(emulator.fetch, () => 10));
  const later = client.stopAll(recordings(20));
  const first = await play(client.stopAll(recordings(20)).summary());
  isAllowed = true;
  const second = await play(later.summary());
  assert.deepEqual([first.failed, second.stopped], [20, 20]);
});

test("an account that is throttled without an end, and asks to wait, ends a run after maxOutageMs", async () => {
  const emulator = emulatorOf(TASKS, { faultFor: () => ({ type: "throttle", retryAfterMs: 40_000 }) });
  const client = clientOf(farFetch(emulator.fetch, () => 20));
  const begunMs = elapsedMs();
  const settled = await play(all(client.stopAll(recordings(20))));
  assert.ok(settled.every(({ outcome }) => outcome === "failed"));
  assert.ok(elapsedMs() - begunMs < 1_000_000, `${elapsedMs() - begunMs} ms`);
  assert.ok(emulator.requests.length <= 40, `${emulator.requests.length} requests`);
});

test("one answer that asks to wait holds a run once, however many older requests are answered meanwhile", async () => {
  let count = 0;
  const fault = { type: "error", status: 503, code: "ServiceUnavailable", retryAfter: 60 };
  const emulator = emulatorOf(TASKS, { faultFor: () => (++count === 40 ? fault : undefined) });
  const events = [];
  const onEvent = ({ type }) => (type === "held" || type === "resumed") && events.push(type);
  const client = clientOf(
    farFetch(emulator.fetch, () => 1000),
    { onEvent },
  );
  const { stopped } = await play(client.stopAll(recordings(300)).summary());
  assert.deepEqual([stopped, events], [300, ["held", "resumed"]]);
});

test("a run with room for one task at a time has two under way in a hold, and no more", async () => {
  const { client } = during({ forMs: 600_000, fetch: refusing });
  const run = client.stopAll(recordings(600), { concurrency: 1 });
  let most = 0;
  await play(
    (async () => {
      for await (const _ of run) most = Math.max(most, run.progress.underWay);
    })(),
  );
  assert.ok(most <= 2, `${most}`);
});

test("tokens that expire during an outage cost no task", async () => {
  const emulator = emulatorOf(TASKS);
  const beginMs = elapsedMs();
  const since = () => elapsedMs() - beginMs;
  const far = farFetch(emulator.fetch, () => 20);
  const expired = farFetch(
    emulatorOf([], { faultFor: () => ({ type: "error", status: 400, code: "InvalidSecurityToken.Expired" }) }).fetch,
    () => 20,
  );
  let validUntilMs = 0;
  const fetch = (...args) => {
    if (since() > 4000 && since() < 604_000) refusing();
    return (since() < validUntilMs ? far : expired)(...args);
  };
  // Each token lasts five minutes, but the first one three seconds.
  const credentials = () => {
    validUntilMs = since() + (validUntilMs === 0 ? 3000 : 300_000);
    return { ...testAccessKey, expiration: Date.now() + validUntilMs - since() };
  };
  const { stopped, failed } = await play(clientOf(fetch, { credentials }).stopAll(recordings(600)).summary());
  assert.deepEqual([stopped, failed], [600, 0]);
});
