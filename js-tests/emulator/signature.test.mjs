// Signatures: the emulator accepts a signed request and rejects it after a change to any part.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { acs3, codeOf, date, key, now, send, sha1, signers } from "./signers.mjs";

const sts = { accessKeyId: "STS.one", accessKeySecret: "one", securityToken: "token/one+=" };
const minute = 60_000;
const at = (ms) => new Date(now + ms).toISOString().replace(".000Z", "Z");

function emulator(options) {
  return createLiveEmulator({ accessKeys: [key, sts], recordings: { task: "RUNNING" }, now: () => now, ...options });
}

test("HMAC-SHA1: accepts the headers that @alicloud/pop-core adds", async () => {
  for (const place of ["form", "query"]) {
    const subject = emulator();
    const request = sha1({ place });
    const headers = { ...request.headers, "x-acs-action": "StopRtcCloudRecording", "x-acs-version": "2016-11-01" };
    assert.equal((await send(subject.fetch, { ...request, headers })).status, 200);
    assert.equal(subject.requests[0].signatureMethod, "HMAC-SHA1");
  }
});

for (const [name, sign] of Object.entries(signers)) {
  test(`${name}: accepts requests with and without a token, to a host with a port, with any characters`, async () => {
    for (const credentials of [key, sts]) {
      for (const TaskId of ["task", " *'()!~+%&=/视ン🎥\u0000\uffff\u{10ffff}"]) {
        const subject = emulator({ recordings: { [TaskId]: "RUNNING" } });
        const response = await send(
          subject.fetch,
          sign({ credentials, params: { TaskId }, scheme: "http", host: "127.0.0.1:18080" }),
        );
        assert.equal(response.status, 200);
        assert.equal((await response.json()).TaskId, TaskId);
      }
    }
  });

  test(`${name}: sorts names by code point, not by UTF-16 unit`, async () => {
    const subject = emulator();
    const request = sign({ params: { TaskId: "task", "\u{10000}": "2", "\uffff": "1" } });
    // No action has such parameters: the signature is right, and the name is not.
    assert.equal(await codeOf(await send(subject.fetch, request)), "InvalidParameter.Malformed");
  });

  test(`${name}: rejects another method than the signed one`, async () => {
    const subject = emulator({ monitors: { m: "RUNNING" } });
    const options = { operation: "StopLiveStreamMonitor", params: { MonitorId: "m" }, place: "query" };
    const getRequest = sign({ ...options, method: "GET" });
    assert.equal(await codeOf(await send(subject.fetch, { ...getRequest, method: "POST" })), "SignatureDoesNotMatch");
    assert.equal((await send(subject.fetch, getRequest)).status, 200);
  });

  test(`${name}: rejects a used nonce of the same AccessKey while its timestamp is valid`, async () => {
    let clock = now;
    const subject = emulator({ now: () => clock });
    const codeFor = async (request) => codeOf(await send(subject.fetch, request));
    const first = sign({ nonce: "n" });
    assert.equal(
      await codeFor(sign({ nonce: "n", credentials: { ...key, accessKeySecret: "wrong" } })),
      "SignatureDoesNotMatch",
    );
    assert.equal(await codeFor(first), undefined);
    assert.equal(await codeFor(first), "SignatureNonceUsed");
    assert.equal(await codeFor(sign({ nonce: "n", at: at(minute) })), "SignatureNonceUsed");
    assert.equal(await codeFor(sign({ nonce: "n", credentials: sts })), "InvalidParameter.TaskId");
    clock = now + 15 * minute;
    assert.equal(await codeFor(first), "SignatureNonceUsed");
    clock += 1000;
    assert.equal(await codeFor(first), "InvalidTimeStamp.Expired");
    assert.equal(await codeFor(sign({ nonce: "n", at: at(15 * minute) })), "InvalidParameter.TaskId");
  });

  test(`${name}: rejects one of two concurrent copies`, async () => {
    const subject = emulator();
    const request = sign();
    const codes = await Promise.all(
      [send(subject.fetch, request), send(subject.fetch, request)].map(async (response) => codeOf(await response)),
    );
    assert.deepEqual(codes.sort(), ["SignatureNonceUsed", undefined]);
  });

  test(`${name}: executes one of two concurrent stops and rejects the other`, async () => {
    const subject = emulator();
    const codes = await Promise.all(
      [sign(), sign()].map(async (request) => codeOf(await send(subject.fetch, request))),
    );
    assert.deepEqual(codes.sort(), ["InvalidParameter.TaskId", undefined]);
  });

  test(`${name}: accepts timestamps that are at most 15 minutes off, and rejects others`, async () => {
    for (const side of [-1, 1]) {
      assert.equal(await codeOf(await send(emulator().fetch, sign({ at: at(side * 15 * minute) }))), undefined);
      assert.equal(
        await codeOf(await send(emulator().fetch, sign({ at: at(side * (15 * minute + 1000)) }))),
        "InvalidTimeStamp.Expired",
      );
    }
  });

  test(`${name}: rejects a token from its expiration on`, async () => {
    for (const expiration of [date, now, new Date(now)]) {
      for (const [clock, code] of [
        [now - 1, undefined],
        [now, "InvalidSecurityToken.Expired"],
      ]) {
        const subject = emulator({ accessKeys: [{ ...sts, expiration }], now: () => clock });
        assert.equal(await codeOf(await send(subject.fetch, sign({ credentials: sts }))), code);
      }
    }
  });
}

const inHeader = (name, value) => (request) => ({ ...request, headers: { ...request.headers, [name]: value } });
const inAuthorization = (from, to) => (request) =>
  inHeader("authorization", request.headers.authorization.replace(from, to))(request);
const inBody = (from, to) => (request) => ({ ...request, body: request.body.replace(from, to) });
const inUrl = (from, to) => (request) => ({ ...request, url: request.url.replace(from, to) });

const ACS3_CHANGES = {
  "query value": [inUrl("task", "Task"), "SignatureDoesNotMatch"],
  "query name": [inUrl("TaskId", "Taskid"), "SignatureDoesNotMatch"],
  "number of parameters": [inUrl("?", "?RegionId=cn-shanghai&"), "SignatureDoesNotMatch"],
  host: [inUrl("live.aliyuncs.com", "live.ap-southeast-1.aliyuncs.com"), "SignatureDoesNotMatch"],
  port: [inUrl("live.aliyuncs.com", "live.aliyuncs.com:8443"), "SignatureDoesNotMatch"],
  action: [inHeader("x-acs-action", "StopLiveStreamMonitor"), "SignatureDoesNotMatch"],
  date: [inHeader("x-acs-date", at(minute)), "SignatureDoesNotMatch"],
  nonce: [inHeader("x-acs-signature-nonce", "other"), "SignatureDoesNotMatch"],
  token: [inHeader("x-acs-security-token", "other"), "InvalidSecurityToken.Malformed"],
  "hash of the body": [inHeader("x-acs-content-sha256", "0".repeat(64)), "SignatureDoesNotMatch"],
  "number of x-acs- headers": [inHeader("x-acs-extra", "1"), "IncompleteSignature"],
  signature: [inAuthorization(/.$/, (digit) => (digit === "0" ? "1" : "0")), "SignatureDoesNotMatch"],
  key: [inAuthorization("STS.one", "testid"), "InvalidSecurityToken.MismatchWithAccessKey"],
};

for (const [part, [change, code]] of Object.entries(ACS3_CHANGES)) {
  test(`ACS3-HMAC-SHA256: rejects a changed ${part} with ${code}`, async () => {
    const subject = emulator();
    assert.equal(await codeOf(await send(subject.fetch, change(acs3({ credentials: sts })))), code);
    assert.equal(subject.recordings.get("task"), "RUNNING");
  });
}

test("ACS3-HMAC-SHA256: verifies the body and reads a form in it", async () => {
  const form = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "TaskId=task", params: {} };
  const request = acs3(form);
  assert.equal(await codeOf(await send(emulator().fetch, inBody("task", "tasj")(request))), "SignatureDoesNotMatch");
  const subject = emulator();
  assert.equal((await send(subject.fetch, request)).status, 200);
  assert.deepEqual(subject.requests[0].params, { TaskId: "task" });
});

test("ACS3-HMAC-SHA256: rejects a content-type that fetch added", async () => {
  const response = await emulator().fetch(acs3().url, { ...acs3(), body: "" });
  assert.equal(await codeOf(response), "IncompleteSignature");
});

const SHA1_CHANGES = {
  value: [inBody("TaskId=task", "TaskId=Task"), "SignatureDoesNotMatch"],
  name: [inBody("TaskId=", "Taskid="), "SignatureDoesNotMatch"],
  "number of parameters in the form": [inBody(/$/, "&RegionId=cn-shanghai"), "SignatureDoesNotMatch"],
  "number of parameters in the query": [inUrl(/$/, "?TaskId=task"), "SignatureDoesNotMatch"],
  action: [inBody("StopRtcCloudRecording", "StopLiveStreamMonitor"), "SignatureDoesNotMatch"],
  timestamp: [inBody(encodeURIComponent(date), encodeURIComponent(at(minute))), "SignatureDoesNotMatch"],
  nonce: [inBody("SignatureNonce=", "SignatureNonce=x"), "SignatureDoesNotMatch"],
  format: [inBody("Format=JSON", "Format=XML"), "SignatureDoesNotMatch"],
  token: [inBody("SecurityToken=", "SecurityToken=x"), "InvalidSecurityToken.Malformed"],
  signature: [inBody(/Signature=.(?=[^&]*$)/, "Signature=_"), "SignatureDoesNotMatch"],
  key: [inBody("STS.one", "testid"), "InvalidSecurityToken.MismatchWithAccessKey"],
};

for (const [part, [change, code]] of Object.entries(SHA1_CHANGES)) {
  test(`HMAC-SHA1: rejects a changed ${part} with ${code}`, async () => {
    const subject = emulator();
    assert.equal(await codeOf(await send(subject.fetch, change(sha1({ credentials: sts })))), code);
    assert.equal(subject.recordings.get("task"), "RUNNING");
  });
}

test("HMAC-SHA1: the message ends with the server's StringToSign after its first colon", async () => {
  const request = sha1({ credentials: { ...key, accessKeySecret: "wrong" } });
  const { Message } = await (await send(emulator().fetch, request)).json();
  assert.equal(Message.slice(Message.indexOf(":") + 1), request.stringToSign);
});

test("HMAC-SHA1: accepts another host, which is not signed", async () => {
  const request = inUrl("live.aliyuncs.com", "localhost:1")(sha1());
  assert.equal((await send(emulator().fetch, request)).status, 200);
});
