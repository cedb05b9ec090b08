// Fake timers and clocks: a call under them ends, in real time, and so do all later calls.
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { createClient } from "apsara-live";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { quick, rejection, task, within } from "../../support/live.mjs";
import { runNode } from "../../support/run-program.mjs";
import { wasm } from "../../support/wasm-memory.mjs";

const NAMES = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"];
const OTHERS = ["queueMicrotask", "requestAnimationFrame", "Date", "performance"];
const real = Object.fromEntries(
  [...NAMES, ...OTHERS].map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
);

/** Replaces the functions that test tools replace: no timer ever fires, and the clocks stand still. */
function standStill() {
  class FakeDate extends Date {
    constructor(...args) {
      super(...(args.length === 0 ? [0] : args));
    }
    static now() {
      return 0;
    }
  }
  const never = () => 0;
  const fakes = {
    ...Object.fromEntries(NAMES.map((name) => [name, never])),
    queueMicrotask: never,
    requestAnimationFrame: never,
  };
  fakes.Date = FakeDate;
  fakes.performance = { now: () => 0 };
  for (const [name, value] of Object.entries(fakes)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

function restore() {
  mock.timers.reset();
  for (const [name, descriptor] of Object.entries(real)) {
    if (descriptor === undefined) delete globalThis[name];
    else Object.defineProperty(globalThis, name, descriptor);
  }
}
afterEach(restore);

const fakes = {
  "timers and clocks that stand still": standStill,
  "the fake timers of node:test": () =>
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"], now: 0 }),
};

/**
 * A service that first throttles, if the test asks for it, and then stops the task. Not the emulator: the Response of Node.js needs
 * `queueMicrotask`.
 */
function serviceOf(throttled) {
  const replies = throttled ? [[400, { Code: "Throttling.User", RequestId: "R" }]] : [];
  return async () => {
    const [status, body] = replies.shift() ?? [200, { RequestId: "R", TaskId: task.taskId }];
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return { status, headers: { get: () => null }, arrayBuffer: async () => bytes };
  };
}

/** A fetch that never settles but by an abort. */
const hanging = (_, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

// Captured before the fakes; the timer also keeps the process alive.
const limit = (promise) => within(5000, promise);

for (const [what, install] of Object.entries(fakes)) {
  /** Creates a client whose wasm has not started. */
  const clientOf = (options, throttled = false) =>
    createApi(wasm).createClient({ credentials: testAccessKey, fetch: serviceOf(throttled), retry: quick, ...options });

  /** Runs `work` under the fakes, with a real limit. */
  const faked = (work) => {
    const result = limit(
      Promise.resolve().then(() => {
        install();
        return work();
      }),
    );
    return result.finally(restore);
  };

  test(`${what}: a call starts the wasm, retries and ends, and so does a later one`, async () => {
    const live = clientOf({}, true);
    const { attempts } = await faked(() => live.stopRtcCloudRecording(task));
    assert.equal(attempts, 2);
    assert.equal((await limit(live.stopRtcCloudRecording(task))).outcome, "stopped");
  });

  test(`${what}: they are installed while a call is under way`, async () => {
    const live = clientOf({}, true);
    const call = live.stopRtcCloudRecording(task);
    assert.equal((await faked(() => call)).outcome, "stopped");
  });

  test(`${what}: they are removed while a call is under way`, async () => {
    const live = clientOf({}, true);
    install();
    const call = live.stopRtcCloudRecording(task);
    restore();
    assert.equal((await limit(call)).outcome, "stopped");
  });

  test(`${what}: deadlines pass in real time`, async () => {
    const began = performance.now();
    const once = { fetch: hanging, retry: false };
    const attempt = await faked(() =>
      rejection(clientOf({ ...once, attemptTimeoutMs: 30 }).stopRtcCloudRecording(task)),
    );
    assert.equal(attempt.code, "ERR_ATTEMPT_TIMEOUT");
    const call = await faked(() => rejection(clientOf({ ...once, timeoutMs: 30 }).stopRtcCloudRecording(task)));
    assert.equal(call.code, "ERR_TIMEOUT");
    const credentials = () => new Promise(() => {});
    // The time of a call begins with the loading of the wasm.
    const ask = await faked(() => rejection(clientOf({ credentials, timeoutMs: 500 }).stopRtcCloudRecording(task)));
    assert.equal(ask.code, "ERR_CREDENTIALS_TIMEOUT");
    assert.ok(performance.now() - began >= 550);
  });

  test(`${what}: an abort ends a call, and requests bear the real time`, async () => {
    const controller = new AbortController();
    const call = clientOf({ fetch: hanging }).stopRtcCloudRecording(task, { signal: controller.signal });
    const reason = await faked(() => {
      controller.abort("enough");
      return rejection(call);
    });
    assert.equal(reason, "enough");
    const { headers } = await faked(() => clientOf().sign("StopRtcCloudRecording", task));
    assert.ok(Math.abs(Date.parse(headers["x-acs-date"]) - Date.now()) < 10_000, headers["x-acs-date"]);
  });

  test(`${what}: a hundred calls under them do not disturb a hundred after them`, async () => {
    const live = clientOf({ quota: false });
    const hundred = () => Promise.all(Array.from({ length: 100 }, () => live.stopRtcCloudRecording(task)));
    await faked(hundred);
    assert.equal((await limit(hundred())).length, 100);
  });
}

// The fakes of Jest, Vitest and Sinon mark their Date. Loaded under them, the package looks the functions up at each use.
for (const how of ["import", "require"]) {
  test(`loaded by ${how} under fake timers, the package uses the real ones once they are back`, async () => {
    const load = (name) => (how === "import" ? `await import("${name}")` : `require("${name}")`);
    const program = `
      const { setTimeout: later, clearTimeout: cancel, Date: RealDate } = globalThis;
      const now = performance.now;
      globalThis.Date = Object.assign(class extends RealDate { static now() { return 0; } }, { isFake: true });
      globalThis.setTimeout = globalThis.clearTimeout = () => 0;
      performance.now = () => 0;
      (async () => {
        const { createClient } = ${load("apsara-live")};
        const { createLiveEmulator, testAccessKey: credentials } = ${load("apsara-live/testing")};
        const recordings = { a: "RUNNING", b: "RUNNING" };
        const { fetch } = createLiveEmulator({ recordings, faults: [null, "throttle"], now: () => RealDate.now() });
        const live = createClient({ credentials, fetch });
        const under = createClient({ credentials, fetch: createLiveEmulator({ recordings, now: () => 0 }).fetch });
        const first = await under.stopRtcCloudRecording({ taskId: "a" });
        Object.assign(globalThis, { setTimeout: later, clearTimeout: cancel, Date: RealDate });
        performance.now = now;
        await live.stopRtcCloudRecording({ taskId: "a" });
        const second = await live.stopRtcCloudRecording({ taskId: "b" });
        const hanging = () => new Promise(() => {});
        const { code } = await createClient({ credentials, fetch: hanging, timeoutMs: 20, retry: false })
          .stopRtcCloudRecording({ taskId: "b" }).catch((error) => error);
        console.log(first.outcome, second.attempts, code);
      })();`;
    const type = how === "import" ? "module" : "commonjs";
    const printed = await runNode([`--input-type=${type}`, "--eval", program], { cwd: import.meta.dirname });
    assert.equal(printed.trim(), "stopped 2 ERR_TIMEOUT");
  });
}

/** Ways to fake before the package is loaded. All but the first leave a function without a mark. */
const EARLY = {
  "mock.timers.enable()": "mock.timers.enable();",
  "mock.timers.enable, with setTimeout alone": 'mock.timers.enable({ apis: ["setTimeout"] });',
  "mock.timers.enable, with Date alone": 'mock.timers.enable({ apis: ["Date"], now: 946684800000 });',
  "functions without a mark": `
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    globalThis.setTimeout = function setTimeout(callback, ms) { return 0; };
    globalThis.clearTimeout = () => {};
    mock.timers.reset = () => Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });`,
};

for (const [what, fakes] of Object.entries(EARLY)) {
  test(`loaded under ${what}, the package uses the real functions once they are back, and keeps them`, async () => {
    const program = `
      import { mock } from "node:test";
      ${fakes}
      const { createClient } = await import("apsara-live");
      const { createLiveEmulator, testAccessKey: credentials } = await import("apsara-live/testing");
      const recordings = { a: "RUNNING", b: "RUNNING", c: "RUNNING" };
      const { fetch } = createLiveEmulator({ recordings, faults: [null, "throttle", null, "throttle"] });
      const live = createClient({ credentials, fetch });
      const first = await live.stopRtcCloudRecording({ taskId: "a" });
      mock.timers.reset();
      const second = await live.stopRtcCloudRecording({ taskId: "b" });
      const hanging = () => new Promise(() => {});
      const { code } = await createClient({ credentials, fetch: hanging, timeoutMs: 20, retry: false })
        .stopRtcCloudRecording({ taskId: "b" }).catch((error) => error);
      globalThis.setTimeout = () => 0;
      const third = await live.stopRtcCloudRecording({ taskId: "c" });
      const { headers } = await live.sign("StopRtcCloudRecording", { taskId: "c" });
      const isNow = Math.abs(Date.parse(headers["x-acs-date"]) - Date.now()) < 60_000;
      console.log(first.outcome, second.attempts, code, third.attempts, isNow);`;
    const printed = await runNode(["--input-type=module", "--eval", program], {
      cwd: import.meta.dirname,
      timeout: 30_000,
    });
    assert.equal(printed.trim(), "stopped 2 ERR_TIMEOUT 2 true");
  });
}

test("the emulator has the clock of the client, whatever a fake Date says", async () => {
  for (const now of [0, 946_684_800_000, Date.now() + 3_600_000]) {
    const emulator = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" } });
    mock.timers.enable({ apis: ["Date"], now });
    try {
      const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
      assert.equal((await live.stopRtcCloudRecording(task)).attempts, 1);
    } finally {
      mock.timers.reset();
    }
  }
});
