// Requests: the user agent, the arguments of fetch, and the options that decide how often it is called.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { methods, serving, task } from "../../support/live.mjs";

const { version } = createRequire(import.meta.url)("apsara-live/package.json");

for (const signatureMethod of methods) {
  test(`${signatureMethod}: sends the package's user agent or the caller's`, async (t) => {
    const { emulator, live } = await serving(t);
    await live({ signatureMethod }).stopRtcCloudRecording(task);
    await live({ signatureMethod, userAgent: "classroom/2.1 (ops)" }).stopRtcCloudRecording(task);
    const agents = emulator.requests.map(({ headers }) => headers["user-agent"]);
    assert.deepEqual(agents, [`apsara-live/${version}`, "classroom/2.1 (ops)"]);
  });

  test(`${signatureMethod}: calls fetch without this and with options that every runtime accepts`, async (t) => {
    const { emulator, live } = await serving(t);
    let seen;
    function fetch(url, init) {
      seen = { self: this, keys: Object.keys(init).sort() };
      return emulator.fetch(url, init);
    }
    await live({ signatureMethod, fetch }).stopRtcCloudRecording(task);
    assert.equal(seen.self, undefined);
    assert.deepEqual(seen.keys, ["body", "cache", "headers", "method", "redirect", "signal"]);
  });
}

test("retry options of a call override the client's options one by one", async (t) => {
  const { emulator, live } = await serving(t, { faultFor: () => "unavailable" });
  const client = live({ retry: { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 5 } });
  for (const [retry, attempts] of [
    [{ baseDelayMs: 0 }, 2],
    [{ maxAttempts: 3 }, 3],
    [{}, 2],
    [false, 1],
    [undefined, 2],
  ]) {
    const before = emulator.requests.length;
    await assert.rejects(client.stopRtcCloudRecording(task, { retry }), { attempts });
    assert.equal(emulator.requests.length - before, attempts);
  }
});
