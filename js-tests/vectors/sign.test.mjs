// Vectors: sign() makes every request of requests.json as published, and a failure names the stage.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, test } from "node:test";
import { createClient } from "apsara-live";
import { assertStages } from "./stages.mjs";

const folder = new URL("../../vectors/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.startsWith("requests"));
const unread = new Set();

const sign = ({ credentials, signatureMethod, host, operation, params, date, nonce }) =>
  createClient({ credentials, signatureMethod, endpoint: host }).sign(operation, params, { date, nonce });

const isHidden = (value) => /[\p{Cc}\p{Cf}\p{Z}]/u.test(value);

for (const file of files) {
  const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  for (const vector of cases) {
    const name = `${file} ${vector.name} ${vector.signatureMethod}`;
    assert.ok(!unread.has(name), `${name} is duplicated`);
    unread.add(name);
    // The tests of the core encode these.
    if (Object.values(vector.params).some(isHidden)) {
      test(`refuses hidden characters of ${name}`, async () => {
        await assert.rejects(sign(vector), { code: "ERR_INVALID_PARAMETER", message: /but it has U\+[\dA-F]{4,6} at \d/ });
        unread.delete(name);
      });
      continue;
    }
    test(`signs ${name}`, async () => {
      const request = await sign(vector);
      assert.equal(new URL(request.url).host, vector.host, "the host differs");
      assertStages(request, vector);
      unread.delete(name);
    });
  }
}

test("assertStages names the first stage that differs", async () => {
  const { cases } = JSON.parse(readFileSync(new URL("requests.json", folder), "utf8"));
  const one = cases.find(({ signatureMethod }) => signatureMethod === "ACS3-HMAC-SHA256");
  const other = cases.find(({ signatureMethod }) => signatureMethod === "HMAC-SHA1");
  const mistakes = [
    [one, "canonical query", ({ url, ...rest }) => ({ url: `${url}%20`, ...rest })],
    [one, "canonical headers", (request) => ({ ...request, headers: { ...request.headers, "x-acs-date": "now" } })],
    [one, "signature, as sent", (request) => ({ ...request, headers: { ...request.headers, authorization: "" } })],
    [other, "canonical query", (request) => ({ ...request, body: request.body.replace("JSON", "XML") })],
    [other, "signature, as sent", (request) => ({ ...request, body: request.body.replace("&Signature=", "&Signature=x") })],
    [other, "headers", (request) => ({ ...request, headers: {} })],
  ];
  for (const [vector, stage, spoil] of mistakes) {
    const request = await sign(vector);
    assert.throws(() => assertStages(spoil(request), vector), { message: new RegExp(`the stage "${stage}" differs`) });
  }
});

after(() => {
  assert.ok(files.includes("requests.json"));
  assert.deepEqual([...unread], [], "cases that no test completed");
});
