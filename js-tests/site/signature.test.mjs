// The page about signatures: stages of both methods, and refused requests.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { createClient, toCurl } from "apsara-live";
import { openSite, wanted } from "./support/site.mjs";

const AGREE = "computed this signature by separate code, and agree";

const inputs = { date: "2026-01-02T03:04:05Z", nonce: "3156853299f313e23d1673dc12e1703d" };
const taskId = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

const sign = (signatureMethod, params = { taskId }) =>
  createClient({ credentials, signatureMethod }).sign("StopRtcCloudRecording", params, inputs);
const sha1 = (key, text) => createHmac("sha1", key).update(text).digest("base64");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

if (wanted) {
  test("the page about signatures", async (t) => {
    const site = await openSite(t);
    const page = await site.open("/signature");
    const stage = (name) => page.locator(`[data-stage="${name}"]`).innerText();
    const choose = async (method) => {
      await page.getByLabel("Signature method").selectOption(method);
      await page.locator('[data-stage="request"]', { hasText: method }).waitFor();
    };
    const paste = page.getByLabel("Refused request or message");
    /** Pastes a text and returns the verdict that follows. */
    const verdictOn = async (text) => {
      await paste.fill("");
      await page.locator(".verdict .sentence").waitFor({ state: "detached" });
      await paste.fill(text);
      await page.locator(".verdict .sentence").waitFor();
      return page.locator(".verdict").innerText();
    };
    const marked = () => page.locator(".verdict mark").allInnerTexts();

    await t.test("stages of ACS3-HMAC-SHA256", async () => {
      await choose("ACS3-HMAC-SHA256");
      const canonical = await page.locator('[data-stage="CanonicalRequest"]').textContent();
      assert.equal(await stage("StringToSign"), `ACS3-HMAC-SHA256\n${sha256(canonical)}`);
      const { headers } = await sign("ACS3-HMAC-SHA256");
      assert.ok(headers.authorization.endsWith(`Signature=${await stage("Signature")}`));
      await page.getByText(AGREE).waitFor();
    });

    await t.test("stages of HMAC-SHA1", async () => {
      await choose("HMAC-SHA1");
      assert.equal(
        await stage("StringToSign"),
        `POST&%2F&${encodeURIComponent(await stage("CanonicalizedQueryString"))}`,
      );
      assert.equal(await stage("Signature"), sha1("testsecret&", await stage("StringToSign")));
      await page.getByText(AGREE).waitFor();
    });

    await t.test("the stages follow the inputs", async () => {
      const before = await stage("Signature");
      await page.getByLabel("Task ID").fill("another+task");
      await page.locator('[data-stage="CanonicalizedQueryString"]', { hasText: "another%2Btask" }).waitFor();
      assert.notEqual(await stage("Signature"), before);
      await page.getByLabel("Nonce").fill("no spaces allowed");
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Nonce").fill(inputs.nonce);
      await page.getByLabel("Task ID").fill(taskId);
      await page.getByRole("alert").waitFor({ state: "detached" });
    });

    for (const method of ["ACS3-HMAC-SHA256", "HMAC-SHA1"]) {
      await t.test(`a curl command with ${method}`, async () => {
        const request = await sign(method, { taskId: "a+b'c" });
        assert.match(await verdictOn(toCurl(request)), /The signature is right/);
        await page.getByLabel("AccessKey Secret").fill("another");
        await page.getByText("The first stage that differs is Signature").waitFor();
        assert.equal((await marked()).length, 2);
        await page.getByLabel("AccessKey Secret").fill("testsecret");
        await page.getByText("The signature is right").waitFor();
      });
    }

    await t.test("a hash that differs from the hash of the body", async () => {
      const curl = toCurl(await sign("ACS3-HMAC-SHA256"));
      const verdict = await verdictOn(curl.replace(/(x-acs-content-sha256: )[0-9a-f]{64}/, `$1${"0".repeat(64)}`));
      assert.match(verdict, /The first stage that differs is HashedRequestPayload, at character 1/);
    });

    await t.test("known mistakes of hand-written signers are named", async () => {
      const query = `AccessKeyId=testid&Action=StopRtcCloudRecording&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureNonce=${inputs.nonce}&SignatureVersion=1.0&TaskId=a%20b&Timestamp=${encodeURIComponent(inputs.date)}&Version=2016-11-01`;
      const text = `POST&%2F&${encodeURIComponent(query)}`;
      const curl = (signature) =>
        `curl -X POST "https://live.aliyuncs.com/?${query}&Signature=${encodeURIComponent(signature)}"`;
      const mistakes = [
        [sha1("testsecret&", text), /The signature is right/],
        [sha1("testsecret", text), /wrong key/],
        [sha1("testsecret&", `POST&%2F&${query}`), /a second time/],
        [sha1("testsecret&", text.replace("POST", "GET")), /another HTTP method/],
        [sha1("testsecret&", text.replace("a%2520b", "a%2Bb")), /signed as \+/],
        [sha1("testsecret\n&", text), /line break at its end/],
      ];
      for (const [signature, expected] of mistakes) assert.match(await verdictOn(curl(signature)), expected);
    });

    await t.test("the message of HMAC-SHA1: the first character that differs is marked", async () => {
      await choose("HMAC-SHA1");
      const ours = await stage("StringToSign");
      const theirs = ours.replace("StopRtc", "StopXtc");
      const message = `Specified signature is not matched with our calculation. server string to sign is:${theirs}`;
      const response = JSON.stringify({ RequestId: "1", Code: "SignatureDoesNotMatch", Message: message });
      for (const text of [message, response, `code: 400, ${message}\n    at send (rpc.js:1)`]) {
        assert.match(await verdictOn(text), /The first stage that differs is CanonicalizedQueryString/);
        assert.deepEqual(await marked(), ["R", "X"]);
      }
      assert.match(await verdictOn(message.replace(theirs, ours)), /So the AccessKey Secrets differ/);
    });

    await t.test("the message of ACS3-HMAC-SHA256", async () => {
      await choose("ACS3-HMAC-SHA256");
      const ours = await page.locator('[data-stage="CanonicalRequest"]').textContent();
      const messageOf = (canonical) =>
        `server StringToSign is [ACS3-HMAC-SHA256\n${sha256(canonical)}] server CanonicalRequest is [${canonical}]`;
      const theirs = ours.replace("x-acs-version:2016", "x-acs-version:2017");
      for (const text of [messageOf(theirs), JSON.stringify({ Message: messageOf(theirs) })]) {
        assert.match(await verdictOn(text), /The first stage that differs is CanonicalRequest/);
        assert.deepEqual(await marked(), ["6", "7"]);
      }
      assert.match(await verdictOn(messageOf(ours)), /So the AccessKey Secrets differ/);
    });

    await t.test("a text without a request or a message", async () => {
      assert.match(await verdictOn("hello"), /neither a curl command nor/);
      assert.match(await verdictOn("curl https://live.aliyuncs.com/"), /no signature in a form/);
    });

    assert.deepEqual(page.problems, []);
  });
}
