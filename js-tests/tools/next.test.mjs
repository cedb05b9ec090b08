// Next.js: route handlers in Node.js and in the edge runtime, and a client component, with both bundlers and the development server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, record } from "../matrix/record.mjs";
import { launchChromium } from "../support/chromium.mjs";
import { serving } from "../support/live.mjs";
import { saidBy, servePage } from "../support/page.mjs";
import { project } from "./project.mjs";

const READY = /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ready in/;

/** Parts of the application; each stops `task` and resolves to the outcome. */
const routes = {
  "Node.js route": (_, { pages, task }) => outcomeOf(`${pages}/node?task=${task}`),
  "edge route": (_, { pages, task }) => outcomeOf(`${pages}/edge?task=${task}`),
};
const everything = {
  ...routes,
  "client component": async (t, { pages, service, task }) =>
    saidBy(await launchChromium(t), `${await servePage(t, { service, pages })}/?task=${task}`),
};

const ways = [
  { bundler: "Turbopack", build: "build:turbopack", serve: "start", parts: everything },
  { bundler: "webpack", build: "build:webpack", serve: "start", parts: everything },
  // Compiles the edge route differently. Its pages need a WebSocket, which the page's server does not forward.
  { bundler: "dev server", serve: "dev", parts: routes },
];

/** The ID of the recording that a part stops. */
const idOf = (part) => part.replaceAll(" ", "-");

async function outcomeOf(url) {
  const response = await fetch(url);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text).outcome;
}

if (all) {
  test("Next.js", async (t) => {
    const next = await project(t, "next");
    const version = await next.version("next");
    for (const { bundler, build, serve, parts } of ways) {
      await t.test(bundler, async (t) => {
        const recordings = Object.fromEntries(Object.keys(parts).map((part) => [idOf(part), "RUNNING"]));
        const { emulator, url: service } = await serving(t, { recordings });
        const env = {
          NEXT_TELEMETRY_DISABLED: "1",
          LIVE_ENDPOINT: service,
          ALIBABA_CLOUD_ACCESS_KEY_ID: "testid",
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret",
        };
        if (build !== undefined) await next.run(build, { env });
        const [, pages] = await next.start(t, serve, READY, { env });
        for (const [part, outcome] of Object.entries(parts)) {
          await t.test(part, async (t) => {
            const task = idOf(part);
            assert.equal(await outcome(t, { pages, service, task }), "stopped");
            assert.equal(emulator.recordings.get(task), "STOPPED");
            await record("tools", { name: "Next.js", version, how: `${part}, ${bundler}`, result: "runs" });
          });
        }
      });
    }
  });
}
