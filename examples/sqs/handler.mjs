// A Lambda function that stops the tasks of an SQS queue. The event source mapping needs `ReportBatchItemFailures`, and
// `MaximumConcurrency` with a `BatchSize` such that all functions together keep within the quota of the account.
//
//   body of a message: {"taskId": "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4"} or {"monitorId": "445409ec-7eaa-461d-8f29-4bec2eb9a1c3"}
import { decide } from "apsara-live/queue";

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
    for (const record of records) {
      // The messages after a throttled one are not sent: the quota is used up for them, too.
      const pausedMs = pausedUntil - Date.now();
      if (pausedMs > 0) {
        await delay(record, Math.ceil(pausedMs / 1000)).catch(() => {});
        batchItemFailures.push({ itemIdentifier: record.messageId });
        continue;
      }
      const settled = await stop(live, record).catch((error) => error);
      const attempt = Number(record.attributes.ApproximateReceiveCount);
      const { action, afterMs = 0, pauseMs = 0 } = decide(settled, { attempt });
      pausedUntil = Date.now() + pauseMs;
      try {
        if (action === "dead") await deadLetter(record, settled);
        if (action === "retry") await delay(record, Math.min(Math.ceil(afterMs / 1000), 43_200));
        if (action !== "retry") continue;
      } catch {
        // The message is delivered again after the visibility timeout, and goes to the dead letters in the end.
      }
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  };
}

/** Sends at most one request, because the queue retries. */
async function stop(live, { body }) {
  const task = parsed(body);
  return task.monitorId === undefined
    ? live.stopRtcCloudRecording(task, { retry: false })
    : live.stopLiveStreamMonitor(task, { retry: false });
}

/** A text that is not JSON is refused as a task, like any other unusable parameters. */
function parsed(body) {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
