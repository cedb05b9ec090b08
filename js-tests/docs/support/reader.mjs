// Loaded before a code block: the names that the block may use without defining them, and the service in place of the network.
//
// Fails the process if the service refused a request.
import { createClient } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";
import { answerBy } from "../../support/answered.mjs";

const accessKey = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const temporary = { accessKeyId: "STS.testid", accessKeySecret: "testsecret", securityToken: "testtoken" };
const running = (...ids) => Object.fromEntries(ids.map((id) => [id, "RUNNING"]));

const service = createLiveEmulator({
  accessKeys: [accessKey, temporary],
  tasks: { relay: running("task-1"), transcoding: running("task-1") },
  recordings: running("task-1", "task-2", "task-3", "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4"),
  monitors: running("monitor-1", "445409ec-7eaa-461d-8f29-4bec2eb9a1c3"),
});
globalThis.fetch = service.fetch;
answerBy(service.fetch);

Object.assign(globalThis, {
  credentials: accessKey,
  live: createClient({ credentials: accessKey }),
  task: { taskId: "task-1" },
  taskId: "task-1",
  monitorId: "monitor-1",
  tasks: [{ taskId: "task-1" }, { monitorId: "monitor-1" }],
  signal: new AbortController().signal,
  message: { attempts: 1 },
  assumeRole: async () => ({
    AccessKeyId: temporary.accessKeyId,
    AccessKeySecret: temporary.accessKeySecret,
    SecurityToken: temporary.securityToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  ca: undefined,
  cert: undefined,
  key: undefined,
});

process.on("exit", () => {
  // `doctor` looks for the endpoint with a request that has no action.
  const refused = service.requests.filter(({ status, operation }) => status !== 200 && operation !== undefined);
  if (refused.length === 0) return;
  console.error("the service refused", JSON.stringify(refused));
  process.exitCode = 70;
});
