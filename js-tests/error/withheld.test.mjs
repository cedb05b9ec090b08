// Errors of credentials functions: errors show only the name, the code and the frames of the thrown value. Its message may hold a
// secret that the package has never seen.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import CredentialModule from "@alicloud/credentials";
import { createClient } from "apsara-live";
import { assertNoLeak } from "../support/leaks.mjs";
import { rejection, task } from "../support/live.mjs";

const { Config, default: Credential } = CredentialModule;
const LEAK = { AccessKeyId: "LEAKID", AccessKeySecret: "LEAKSECRET" };
const body = JSON.stringify(LEAK);

/** Throws `thrown`. */
const fail = (thrown) => () => {
  throw thrown;
};

/** An error in whose stack its message looks like frames. */
const framed = new Error("no\n    at LEAKSECRET (/LEAKID.js:1:1)\n    at LEAKID");

/** An error whose message differs from the message in its stack. */
const replaced = (error, message) => Object.assign(error, { message });

/** Values that a credentials function may throw. */
const THROWN = {
  "an error with the response in its message": new Error(`error retrieving credentials, result: ${body}.`),
  "a message of many lines": new Error(`failed\n\n${JSON.stringify(LEAK, null, 4)}`),
  "a message that was replaced": replaced(new Error(`first ${body}`), "another"),
  "a message with lines like frames": framed,
  "such a message that was replaced by its begin": replaced(new Error(framed.message), "n"),
  "such a message that was replaced by another": replaced(new Error(framed.message), "x"),
  "a text": `failed: ${body}`,
  "a response": LEAK,
  nothing: undefined,
  "an error with the response as a member": Object.assign(new Error("x"), {
    response: LEAK,
    config: { headers: LEAK },
  }),
  "an error with a cause": new Error("x", { cause: new Error(body) }),
  "several errors": new AggregateError([new Error(body)], "x"),
  "an error whose name holds the response": Object.assign(new Error("x"), { name: `E${body}` }),
  "an error whose code is the response": Object.assign(new Error("x"), { code: LEAK }),
  "an error whose code is a secret": Object.assign(new Error("x"), { code: "LEAKvQ3xY7zK1mN8pR2tW5sB9dF4gH" }),
  "an error whose stack is the response": Object.assign(new Error("x"), { stack: `${body}\n    at ${body}` }),
  "an error that shows itself": Object.assign(new Error("x"), { toJSON: () => LEAK, [inspect.custom]: () => body }),
  "an error whose getters throw": new Proxy(new Error(body), { get: fail(new Error(body)) }),
  "an error of a class with fields": new (class LEAKINGError extends Error {
    reply = LEAK;
  })("x"),
};

const secrets = Object.values(LEAK);

/** Fails if a text of the error or of its cause, also by inspect or as JSON, has a part of the response. */
function showsNothing(error) {
  assert.equal(error.code, "ERR_CREDENTIALS_FAILED");
  assert.match(error.message, /^the credentials provider failed: \w+(?: [\w.]+)? \(its message is withheld/);
  assertNoLeak(error, ["LEAK", ...secrets], "the error");
  assertNoLeak(error.cause, ["LEAK", ...secrets], "its cause");
}

for (const [what, thrown] of Object.entries(THROWN)) {
  test(`shows nothing of ${what} that a credentials function throws`, async () => {
    const events = [];
    const live = createClient({ credentials: fail(thrown), onEvent: (event) => events.push(event) });
    showsNothing(await rejection(live.stopRtcCloudRecording(task)));
    showsNothing(await rejection(live.sign("StopRtcCloudRecording", task)));
    for await (const { error } of live.stopAll([task], { maxOutageMs: 1 })) showsNothing(error);
    assertNoLeak(events, ["LEAK"], "the events");
  });
}

test("shows name, code and frames", async () => {
  class RoleError extends Error {
    name = "RoleError";
    code = "EntityNotExist.Role";
  }
  const { message, cause } = await rejection(
    createClient({ credentials: fail(new RoleError("no such role")) }).stopRtcCloudRecording(task),
  );
  assert.match(message, /^the credentials provider failed: RoleError EntityNotExist\.Role \(/);
  assert.ok(cause instanceof Error);
  assert.deepEqual([cause.name, cause.code], ["RoleError", "EntityNotExist.Role"]);
  const [head, ...frames] = cause.stack.split("\n");
  assert.equal(head, `RoleError: ${cause.message}`);
  assert.ok(frames.length > 0 && frames.every((line) => line.startsWith("    at ")), cause.stack);
  assert.ok(frames[0].includes(fileURLToPath(import.meta.url)) || frames[0].includes(import.meta.url), frames[0]);
});

test("takes the code of the network from the cause", async () => {
  const thrown = new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) });
  const error = await rejection(createClient({ credentials: fail(thrown) }).stopRtcCloudRecording(task));
  assert.match(error.message, /failed: TypeError ECONNREFUSED \(/);
  assert.equal(error.cause.code, "ECONNREFUSED");
});

test("shows nothing of a response that @alicloud/credentials puts into its error", async (t) => {
  const server = createServer((_, response) => response.end(body));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const uri = `http://127.0.0.1:${server.address().port}/`;
  const credentials = new Credential(new Config({ type: "credentials_uri", credentialsURI: uri }));
  await assert.rejects(credentials.getCredential(), /LEAKSECRET/);
  const live = createClient({ credentials });
  showsNothing(await rejection(live.stopRtcCloudRecording(task)));
  showsNothing(await rejection(live.sign("StopRtcCloudRecording", task)));
});
