// The recipe for stops at their time with SQS on moto's server, which stores schedules, but does not run them.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { freePort } from "../support/free-port.mjs";
import { root } from "../support/paths.mjs";
import { rejection } from "../support/portable/waiting.mjs";
import { installedFolder } from "../support/run-program.mjs";
import { programs } from "./support/parts.mjs";
import { scope } from "./support/scope.mjs";
import { serverProcess } from "./support/server-process.mjs";

const target = { Arn: "arn:aws:sqs:us-east-1:123456789012:stops", RoleArn: "arn:aws:iam::123456789012:role/scheduler" };
const METHODS = { CreateSchedule: "POST", UpdateSchedule: "PUT", GetSchedule: "GET", DeleteSchedule: "DELETE" };
const signed = (service) => `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request`;

test("a task has one schedule, which moves and is deleted; a delayed message comes at its time", {
  timeout: 60_000,
}, async (test) => {
  const t = scope(test);
  const [file] = programs(t, "moto_server") ?? [];
  if (file === undefined) return;
  const port = await freePort();
  await serverProcess(t, { file, args: ["-H", "127.0.0.1", "-p", String(port)], port });
  const url = `http://127.0.0.1:${port}`;
  const schedule = async (action, { Name, ...input }) => {
    const method = METHODS[action];
    const body = method === "GET" || method === "DELETE" ? undefined : JSON.stringify(input);
    const headers = { authorization: signed("scheduler"), "content-type": "application/json" };
    const response = await fetch(`${url}/schedules/${Name}`, { method, body, headers });
    const reply = await response.json().catch(() => ({}));
    if (response.ok) return reply;
    const name = response.headers.get("x-amzn-errortype") ?? String(reply.__type ?? response.status);
    throw Object.assign(new Error(JSON.stringify(reply)), { name: name.replace(/:.*/, "") });
  };
  const sqs = async (action, body) => {
    const headers = {
      ...{ "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
      authorization: signed("sqs"),
    };
    return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const folder = await installedFolder(t);
  await cp(join(root, "examples", "sqs", "schedule.mjs"), join(folder, "schedule.mjs"));
  const { scheduleStop, scheduleName, delayedMessage } = await import(pathToFileURL(join(folder, "schedule.mjs")));

  const task = { taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" };
  const at = new Date("2099-01-11T12:05:00.001+08:00");
  assert.equal(await scheduleStop(schedule, task, at, target), "scheduled");
  assert.equal(await scheduleStop(schedule, task, new Date(at.getTime() + 60_000), target), "moved");
  const Name = scheduleName(task);
  const stored = await schedule("GetSchedule", { Name });
  assert.equal(stored.ScheduleExpression, "at(2099-01-11T04:06:01)");
  assert.deepEqual([stored.FlexibleTimeWindow, stored.ActionAfterCompletion], [{ Mode: "OFF" }, "DELETE"]);
  assert.deepEqual([stored.Target.Arn, JSON.parse(stored.Target.Input)], [target.Arn, task]);
  await schedule("DeleteSchedule", { Name });
  assert.equal((await rejection(schedule("GetSchedule", { Name }))).name, "ResourceNotFoundException");
  const names = [
    task,
    { taskId: "课程" },
    { monitorId: "m" },
    { monitorId: "m", ownerId: 5 },
    { taskId: "x".repeat(99) },
  ].map(scheduleName);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[\w.-]{1,64}$/);
  assert.equal((await rejection(scheduleStop(schedule, {}, at, target))).code, "ERR_INVALID_PARAMETER");

  const { QueueUrl } = await sqs("CreateQueue", { QueueName: "stops" });
  const due = new Date(Date.now() + 1000);
  await sqs("SendMessage", { QueueUrl, ...delayedMessage(task, due) });
  for (;;) {
    const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl });
    if (Messages.length > 0) break;
    await delay(50);
  }
  assert.ok(Date.now() >= due.getTime());
  assert.equal(delayedMessage(task, new Date(0)).DelaySeconds, 0);
  for (const unusable of [new Date(Date.now() + 901_000), new Date("tomorrow")]) {
    assert.throws(() => delayedMessage(task, unusable), RangeError);
  }
});
