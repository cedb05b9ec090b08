// SignatureDoesNotMatch: the error says whether the secret is wrong or a proxy rewrote the request, and shows no value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { methods, monitor, rejection, serving } from "../../support/live.mjs";

for (const signatureMethod of methods) {
  test(`${signatureMethod}: names the secret when both sides signed the same text`, async (t) => {
    const { live } = await serving(t);
    const credentials = { ...testAccessKey, accessKeySecret: "another" };
    const error = await rejection(live({ signatureMethod, credentials }).stopLiveStreamMonitor(monitor));
    assert.equal(error.code, "SignatureDoesNotMatch");
    assert.match(error.message, /signed the same text, so the AccessKey secret does not belong to this AccessKey ID/);
    assert.ok(!error.message.includes(monitor.monitorId));
  });

  test(`${signatureMethod}: names the parameter that a proxy rewrote`, async (t) => {
    const { emulator } = await serving(t);
    const rewriting = (url, { body, ...init }) =>
      emulator.fetch(url.replace("monitor-1", "elsewhere"), { ...init, body: body?.replace("monitor-1", "elsewhere") });
    const live = createClient({ signatureMethod, credentials: testAccessKey, fetch: rewriting });
    const error = await rejection(live.stopLiveStreamMonitor(monitor));
    assert.equal(error.code, "SignatureDoesNotMatch");
    assert.match(
      error.message,
      /received another request, different in MonitorId; something between you and the service rewrites requests$/,
    );
    assert.ok(!/elsewhere|monitor-1/.test(error.message));
  });
}
