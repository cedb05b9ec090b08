// Outages over real sockets. Six runs at once; each outage lasts three seconds, or as long as in reality with APSARA_LIVE_OUTAGES=long.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as forMs } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { freePort } from "../../support/free-port.mjs";
import { within } from "../../support/portable/waiting.mjs";
import { startProgram } from "../../support/start-program.mjs";
import { LONGER } from "../support/long.mjs";
import { emulatorOf, recordings, running } from "../support/tasks.mjs";

const isLong = LONGER > 1;
const COUNT = isLong ? 2000 : 400;
const MOST_REQUESTS = 40;
const program = fileURLToPath(new URL("../support/cold-run.mjs", import.meta.url));

const ms = (long, short = 3000) => (isLong ? long : short);
const UNAVAILABLE = { type: "error", status: 503, code: "ServiceUnavailable", retryAfter: isLong ? 100 : 4 };

/** The outages: their causes, their lengths, and the longest times that a run may lose after them. */
const OUTAGES = {
  // A resolver may drop questions, so that lookups last for seconds: as many as may be under way are sent before the first one fails, and
  // again while requests from before the outage succeed.
  "the name server does not know the host": {
    forMs: ms(60_000),
    fetch: () => fetch("http://live.invalid/"),
    requests: MOST_REQUESTS + 2 * 64,
  },
  "every connection is refused": { forMs: ms(60_000), closes: true },
  "the service is unavailable and asks to wait": { forMs: ms(120_000), fault: UNAVAILABLE, lostMs: ms(101_000, 6000) },
  "the source of the credentials fails": { forMs: ms(60_000), credentials: () => Promise.reject(new Error("down")) },
  "the account is throttled": { forMs: ms(60_000), fault: "throttle" },
};

/** An emulator that says when it has had 100 requests. */
function counting(faultFor = () => undefined) {
  let reached;
  const met = new Promise((resolve) => (reached = resolve));
  let count = 0;
  const emulator = emulatorOf(recordings(COUNT), {
    latencyMs: 50,
    faultFor: () => {
      if (++count === 100) reached();
      return faultFor();
    },
  });
  return { met, emulator };
}

function isWhole({ stopped, alreadyStopped, failed, unknown }, emulator) {
  assert.deepEqual([stopped + alreadyStopped, failed, unknown], [COUNT, 0, 0]);
  assert.deepEqual(running(emulator), []);
}

describe("outages over sockets", { concurrency: true }, () => {
  for (const [what, outage] of Object.entries(OUTAGES)) {
    test(`${what}: no task is lost, and few requests are sent`, async (t) => {
      let isOut = false;
      const { met, emulator } = counting(() => (isOut ? outage.fault : undefined));
      const port = await freePort();
      const server = await emulator.serve(port);
      t.after(() => server.close());
      const types = [];
      let during = 0;
      let endedAt;
      let lostMs;
      const onEvent = ({ type }) => {
        if (type === "held" || type === "resumed") types.push(type);
        if (type === "request" && isOut) during += 1;
        if (type === "response" && endedAt !== undefined) lostMs ??= performance.now() - endedAt;
      };
      const live = createClient({
        endpoint: server.url,
        credentials: () => (isOut && outage.credentials ? outage.credentials() : testAccessKey),
        fetch: (...request) => (isOut && outage.fetch ? outage.fetch() : fetch(...request)),
        onEvent,
      });
      const summary = live.stopAll(recordings(COUNT)).summary();
      await met;
      isOut = true;
      if (outage.closes) await server.close();
      await forMs(outage.forMs);
      if (outage.closes) {
        const again = await emulator.serve(port);
        t.after(() => again.close());
      }
      isOut = false;
      endedAt = performance.now();
      isWhole(await within(600_000, summary), emulator);
      t.diagnostic(`${during} requests during the outage, ${Math.round(lostMs)} ms lost after it`);
      assert.ok(during <= (outage.requests ?? MOST_REQUESTS), `${during} requests`);
      assert.ok(lostMs <= (outage.lostMs ?? 31_000), `${lostMs} ms`);
      // A loaded machine holds again, when attempts run out of time. Virtual time shows one hold for an outage.
      assert.deepEqual([types[0], types.at(-1)], ["held", "resumed"]);
    });
  }

  // The time limit of an attempt is 5 s: the process has to stand still for longer.
  const still = { skip: process.platform === "win32" && "has no SIGSTOP" };
  test("a process that stands still loses no task", still, async (t) => {
    const { met, emulator } = counting();
    const server = await emulator.serve();
    t.after(() => server.close());
    const { child, ended, output } = await startProgram(
      t,
      process.execPath,
      ["--eval", `console.log("ready"); import(${JSON.stringify(program)})`, "run", server.url, String(COUNT)],
      /ready/,
    );
    await met;
    child.kill("SIGSTOP");
    await forMs(ms(40_000, 6000));
    child.kill("SIGCONT");
    await ended;
    isWhole(JSON.parse(output().slice(output().indexOf("{"))), emulator);
  });
});
