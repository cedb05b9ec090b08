// Vectors: the emulator accepts every published request, and rejects it when it knows another secret.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { send } from "./signers.mjs";

const { cases } = JSON.parse(readFileSync(new URL("../../vectors/requests.json", import.meta.url), "utf8"));
const exercised = new Set();

const build = {
  "ACS3-HMAC-SHA256": ({ host, expected }) => {
    const lines = expected.canonicalRequest.split("\n").slice(3, -3);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
    );
    assert.equal(headers.host, host);
    delete headers.host;
    headers.authorization = expected.authorization;
    return {
      url: `https://${host}${expected.path}?${expected.query}`,
      method: expected.method,
      headers,
      body: expected.body,
    };
  },
  "HMAC-SHA1": ({ host, expected }) => ({
    url: `https://${host}${expected.path}`,
    method: expected.method,
    headers: { "content-type": expected.contentType },
    body: new URLSearchParams(expected.form).toString(),
  }),
};

function emulatorFor({ params, credentials, date }) {
  const { taskId, monitorId } = params;
  return createLiveEmulator({
    accessKeys: [credentials],
    recordings: taskId === undefined ? {} : { [taskId]: "RUNNING" },
    monitors: monitorId === undefined ? {} : { [monitorId]: "RUNNING" },
    now: () => Date.parse(date),
  });
}

for (const vector of cases) {
  test(`accepts ${vector.name} by ${vector.signatureMethod}`, async () => {
    const emulator = emulatorFor(vector);
    const response = await send(emulator.fetch, build[vector.signatureMethod](vector));
    const reply = await response.json();
    assert.equal(response.status, 200, reply.Code);
    assert.equal(reply.TaskId, vector.params.taskId);
    const [received] = emulator.requests;
    assert.equal(received.executed, true);
    assert.equal(received.operation, vector.operation);
    assert.equal(received.signatureMethod, vector.signatureMethod);
    assert.equal(received.nonce, vector.nonce);
    assert.equal(received.timestamp, vector.date);
    const renamed = Object.entries(vector.params).map(([name, value]) => [
      name[0].toUpperCase() + name.slice(1),
      value,
    ]);
    assert.deepEqual(received.params, Object.fromEntries(renamed));
    exercised.add(vector.name);
  });

  test(`rejects ${vector.name} by ${vector.signatureMethod} with another secret, and shows its StringToSign`, async () => {
    const emulator = emulatorFor({ ...vector, credentials: { ...vector.credentials, accessKeySecret: "another" } });
    const reply = await (await send(emulator.fetch, build[vector.signatureMethod](vector))).json();
    assert.equal(reply.Code, "SignatureDoesNotMatch");
    assert.ok(reply.Message.includes(vector.expected.stringToSign));
    if (vector.expected.canonicalRequest !== undefined)
      assert.ok(reply.Message.includes(vector.expected.canonicalRequest));
    assert.ok(!reply.Message.includes(vector.credentials.accessKeySecret));
  });
}

test("accepts HMAC-SHA1 parameters in the query, with `+` for a space", async () => {
  for (const vector of cases.filter(({ signatureMethod }) => signatureMethod === "HMAC-SHA1")) {
    const query = new URLSearchParams(vector.expected.form).toString();
    const request = { url: `https://${vector.host}/?${query}`, method: "POST", headers: {}, body: "" };
    assert.equal((await send(emulatorFor(vector).fetch, request)).status, 200, vector.name);
  }
});

after(() => {
  assert.ok(cases.length > 0);
  assert.deepEqual(
    cases.map(({ name }) => name).filter((name) => !exercised.has(name)),
    [],
  );
});
