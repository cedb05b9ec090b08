//   POST /recordings/<TaskId>/stop
// Whoever may send this request ends a recording: put your own authorization in front.
import { createClient, LiveError } from "apsara-live";
import express from "express";
import { answerTo } from "./answer.mjs";

// Credentials come from the ALIBABA_CLOUD_* variables. LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
const app = express();

app.post("/recordings/:taskId/stop", async (request, response) => {
  // Without a signal: a client that disconnects must not cancel the stop.
  response.json(await live.stopRtcCloudRecording({ taskId: request.params.taskId }));
});

// Express takes a function with four parameters for an error handler.
app.use((error, _request, response, next) => {
  if (!(error instanceof LiveError)) return next(error);
  const { status, headers, body } = answerTo(error);
  response.status(status).set(headers).json(body);
});

const server = app.listen(process.env.PORT ?? 3000, "127.0.0.1", () => {
  console.log(`listening on ${server.address().port}`);
});
// Takes no further connections, and answers the requests that are under way.
process.once("SIGTERM", () => server.close());
