// A Lambda function that stops the tasks of an SQS queue. The event source mapping needs `ReportBatchItemFailures`, and
// `MaximumConcurrency` with a `BatchSize` such that all functions together keep within the quota of the account.
//
//   body of a message: {"taskId": "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4"} or {"monitorId": "445409ec-7eaa-461d-8f29-4bec2eb9a1c3"}
import { decide, readTask } from "apsara-live/queue";

/**
 * Makes the handler.
 *
 * @param {object} options
 * @param {import("apsara-live").Client} options.live a client
 * @param {(record: object, seconds: number) => Promise<unknown>} options.delay hides a message for that time: ChangeMessageVisibility
 * @param {(record: object, error: Error) => Promise<unknown>} options.deadLetter sends a message to the dead letter queue
 */
export function createHandler({ live, delay, deadLetter }) {
  return async ({ Records: records }) => {
    const batchItemFailures = [];
    let pausedUntil = 0;
    let failedInARow = 0;
    const again = async (record, ms) => {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      // If this fails, the message is delivered again after the visibility timeout of the queue.
      await delay(record, Math.min(Math.ceil(ms / 1000), 43_200)).catch(() => {});
    };
    for (const record of records) {
      const attempt = Number(record.attributes.ApproximateReceiveCount);
      const pausedMs = pausedUntil - Date.now();
      if (pausedMs > 0) {
        // Not sent. SQS counts each delivery, so the message is hidden twice as long each time: an outage does not use up the count.
        await again(record, Math.max(pausedMs, decide("skipped", { attempt }).afterMs));
        continue;
      }
      const settled = await stop(live, record).catch((error) => error);
      const { action, afterMs, pauseMs } = decide(settled, { attempt });
      failedInARow = pauseMs === undefined ? 0 : failedInARow + 1;
      // One failure may be of this task alone. Throttling is not.
      if (settled.kind === "throttled" || failedInARow > 1) pausedUntil = Date.now() + pauseMs;
      if (action === "retry") await again(record, afterMs);
      if (action === "dead") await deadLetter(record, settled).catch(() => again(record, 0));
    }
    return { batchItemFailures };
  };
}

/** Sends at most one request, because the queue retries. */
async function stop(live, { body }) {
  // Other members of the message are the context of the events.
  const { operation, params, context } = readTask(parsed(body));
  const method = operation === "StopLiveStreamMonitor" ? "stopLiveStreamMonitor" : "stopRtcCloudRecording";
  return live[method](params, { context, retry: false });
}

/** A text that is not JSON is refused as a task. */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
