// The recipe for SQS on moto's server: partial batch responses, redrive to the dead letters.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { root } from "../support/paths.mjs";
import { installedFolder } from "../support/run-program.mjs";
import { programs } from "./support/parts.mjs";
import { scope } from "./support/scope.mjs";
import { freePort, serverProcess } from "./support/server-process.mjs";

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

/** Creates a queue whose messages are dead after three deliveries, and its dead letter queue. */
async function queues(sqs) {
  const { QueueUrl: dead } = await sqs("CreateQueue", { QueueName: "dead" });
  const { Attributes } = await sqs("GetQueueAttributes", { QueueUrl: dead, AttributeNames: ["QueueArn"] });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount: 3 });
  const given = { QueueName: "stops", Attributes: { VisibilityTimeout: "1", RedrivePolicy } };
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

test("SQS stops all tasks and keeps the dead letters", { timeout: 2 * LIMIT_MS }, async (test) => {
  const t = scope(test);
  const sqs = await startSqs(t);
  if (sqs === undefined) return;
  const folder = await installedFolder(t);
  await cp(join(root, "examples", "sqs", "handler.mjs"), join(folder, "handler.mjs"));
  const { createHandler } = await import(pathToFileURL(join(folder, "handler.mjs")));
  const { stops, dead } = await queues(sqs);

  const ids = Array.from({ length: 25 }, (_, index) => `recording-${index}`);
  const emulator = createLiveEmulator({
    recordings: new Map(ids.map((id) => [id, "RUNNING"])),
    monitors: { "monitor-1": "RUNNING" },
    faults: ["lost-reply", null, { type: "throttle", retryAfterMs: 300 }, "unavailable"],
    // The service fails for this task at every delivery.
    faultFor: ({ params }) => (params.TaskId === "recording-24" ? "unavailable" : undefined),
  });
  const bodies = [...ids, "unknown"].map((taskId) => JSON.stringify({ taskId }));
  for (const MessageBody of [...bodies, JSON.stringify({ monitorId: "monitor-1" }), "no task"]) {
    await sqs("SendMessage", { QueueUrl: stops, MessageBody });
  }
  const handler = createHandler({
    live: createClient({ credentials: testAccessKey, fetch: emulator.fetch }),
    delay: ({ receiptHandle }, seconds) =>
      sqs("ChangeMessageVisibility", { QueueUrl: stops, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }),
    deadLetter: ({ body }) => sqs("SendMessage", { QueueUrl: dead, MessageBody: body }),
  });

  const letters = new Set();
  const deadline = Date.now() + LIMIT_MS;
  while (letters.size < 3 || emulator.monitors.get("monitor-1") === "RUNNING") {
    assert.ok(Date.now() < deadline, `dead letters: ${[...letters]}`);
    await poll(sqs, stops, handler);
    const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl: dead, MaxNumberOfMessages: 10 });
    for (const { Body } of Messages) letters.add(Body);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const running = [...emulator.recordings].filter(([, state]) => state === "RUNNING").map(([id]) => id);
  assert.deepEqual(running, ["recording-24"]);
  assert.deepEqual(
    letters,
    new Set(["no task", JSON.stringify({ taskId: "unknown" }), JSON.stringify({ taskId: "recording-24" })]),
  );
  // A definite error takes one request, an outage one request at each of the three deliveries.
  const asked = (id) => emulator.requests.filter(({ params }) => params.TaskId === id).length;
  assert.deepEqual([asked("unknown"), asked("recording-24")], [1, 3]);
});
