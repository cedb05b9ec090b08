// Stops a recording and logs what happens:  node main.mjs <room> <TaskId>
import { createClient } from "apsara-live";
import { pino } from "pino";
import { logCalls } from "./log-calls.mjs";

const logger = pino({ level: process.env.LOG_LEVEL ?? "info" });
logCalls(logger);

// LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
const [room, taskId] = process.argv.slice(2);
try {
  await live.stopRtcCloudRecording({ taskId }, { context: { room } });
} catch (err) {
  // pino's own serializer of `err` logs the members of a LiveError, such as `retryable`. None of them holds a secret.
  logger.error({ err, room }, "the room stays open");
  process.exitCode = 1;
}
