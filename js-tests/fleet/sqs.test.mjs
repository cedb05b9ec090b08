// The recipe for SQS on moto's server: partial batch responses, redrive to the dead letters.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { freePort } from "../support/free-port.mjs";
import { root } from "../support/paths.mjs";
import { installedFolder } from "../support/run-program.mjs";
import { programs } from "./support/parts.mjs";
import { scope } from "./support/scope.mjs";
import { serverProcess } from "./support/server-process.mjs";

const LIMIT_MS = 60_000;

/** Starts moto's server; returns a function that calls an action of SQS. */
async function startSqs(t) {
  const [file] = programs(t, "moto_server") ?? [];
  if (file === undefined) return undefined;
  const port = await freePort();
  await serverProcess(t, { file, args: ["-H", "127.0.0.1", "-p", String(port)], port });
  const authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request";
  return async (action, body) => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${action}`,
      authorization,
    };
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(response.status, 200, `${action}: ${await response.clone().text()}`);
    return response.json();
  };
}

/** Creates a queue and its dead letter queue. */
async function queues(sqs, name, maxReceiveCount) {
  const { QueueUrl: dead } = await sqs("CreateQueue", { QueueName: `${name}-dead` });
  const { Attributes } = await sqs("GetQueueAttributes", { QueueUrl: dead, AttributeNames: ["QueueArn"] });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount });
  const given = { QueueName: name, Attributes: { VisibilityTimeout: "1", RedrivePolicy } };
  const { QueueUrl: stops } = await sqs("CreateQueue", given);
  return { stops, dead };
}

/** Receives a batch as the event source mapping of Lambda does, and deletes the messages that the handler does not report as failed. */
async function poll(sqs, QueueUrl, handler) {
  const asked = { QueueUrl, MaxNumberOfMessages: 10, AttributeNames: ["All"] };
  const { Messages = [] } = await sqs("ReceiveMessage", asked);
  if (Messages.length === 0) return;
  const records = Messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
  }));
  const { batchItemFailures } = await handler({ Records: records });
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId, receiptHandle } of records) {
    if (!failed.has(messageId)) await sqs("DeleteMessage", { QueueUrl, ReceiptHandle: receiptHandle });
  }
}

/** The handler of the recipe, a function that polls once, and a function that resolves to the new dead letters. */
async function recipe(sqs, createHandler, name, maxReceiveCount, emulator) {
  const { stops, dead } = await queues(sqs, name, maxReceiveCount);
  const handler = createHandler({
    live: createClient({ credentials: testAccessKey, fetch: emulator.fetch }),
    delay: ({ receiptHandle }, seconds) =>
      sqs("ChangeMessageVisibility", { QueueUrl: stops, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }),
    deadLetter: ({ body }) => sqs("SendMessage", { QueueUrl: dead, MessageBody: body }),
  });
  return {
    add: (body) => sqs("SendMessage", { QueueUrl: stops, MessageBody: body }),
    poll: () => poll(sqs, stops, handler),
    async deadLetters() {
      const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl: dead, MaxNumberOfMessages: 10 });
      return Messages.map(({ Body }) => Body);
    },
  };
}

async function start(test) {
  const t = scope(test);
  const sqs = await startSqs(t);
  if (sqs === undefined) return undefined;
  const folder = await installedFolder(t);
  await cp(join(root, "examples", "sqs", "handler.mjs"), join(folder, "handler.mjs"));
  const { createHandler } = await import(pathToFileURL(join(folder, "handler.mjs")));
  return (...queue) => recipe(sqs, createHandler, ...queue);
}

const running = ({ recordings }) => [...recordings].filter(([, state]) => state === "RUNNING").map(([id]) => id);
const recordings = (count) => Array.from({ length: count }, (_, index) => `recording-${index}`);

test("SQS stops all tasks and keeps the dead letters", { timeout: 2 * LIMIT_MS }, async (test) => {
  const open = await start(test);
  if (open === undefined) return;
  const ids = recordings(25);
  const emulator = createLiveEmulator({
    recordings: new Map(ids.map((id) => [id, "RUNNING"])),
    monitors: { "monitor-1": "RUNNING" },
    faults: ["lost-reply", null, { type: "throttle", retryAfterMs: 300 }, "unavailable"],
    // The service fails for this task at every delivery.
    faultFor: ({ params }) => (params.TaskId === "recording-24" ? "unavailable" : undefined),
  });
  const { add, poll, deadLetters } = await open("stops", 3, emulator);
  const bodies = [...ids, "unknown"].map((taskId) => JSON.stringify({ taskId }));
  for (const body of [...bodies, JSON.stringify({ monitorId: "monitor-1", room: "A" }), "no task"]) await add(body);

  const letters = new Set();
  const deadline = Date.now() + LIMIT_MS;
  while (letters.size < 3 || emulator.monitors.get("monitor-1") === "RUNNING") {
    assert.ok(Date.now() < deadline, `dead letters: ${[...letters]}`);
    await poll();
    for (const letter of await deadLetters()) letters.add(letter);
    await delay(50);
  }
  assert.deepEqual(running(emulator), ["recording-24"]);
  assert.deepEqual(
    letters,
    new Set(["no task", JSON.stringify({ taskId: "unknown" }), JSON.stringify({ taskId: "recording-24" })]),
  );
  // A definite error takes one request, an outage one request at each of the three deliveries.
  const asked = (id) => emulator.requests.filter(({ params }) => params.TaskId === id).length;
  assert.deepEqual([asked("unknown"), asked("recording-24")], [1, 3]);
});

test("an outage of 12 s uses up no delivery of a message", { timeout: 2 * LIMIT_MS }, async (test) => {
  const open = await start(test);
  if (open === undefined) return;
  const ids = recordings(20);
  const began = Date.now();
  const outage = ["throttle", "reset", "unavailable", { type: "error", code: "NoPermission", status: 403 }, "throttle"];
  const emulator = createLiveEmulator({
    recordings: new Map(ids.map((id) => [id, "RUNNING"])),
    faultFor: () => outage[Math.floor((Date.now() - began) / (12_000 / outage.length))],
  });
  const { add, poll, deadLetters } = await open("throttled", 5, emulator);
  for (const taskId of ids) await add(JSON.stringify({ taskId }));
  const deadline = Date.now() + LIMIT_MS;
  while (running(emulator).length > 0) {
    assert.deepEqual(await deadLetters(), []);
    assert.ok(Date.now() < deadline, `running: ${running(emulator)}`);
    await poll();
    await delay(50);
  }
  assert.deepEqual(await deadLetters(), []);
});
