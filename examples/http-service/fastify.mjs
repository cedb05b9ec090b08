//   POST /recordings/<TaskId>/stop
// Whoever may send this request ends a recording: put your own authorization in front.
import { createClient, LiveError } from "apsara-live";
import Fastify from "fastify";
import { answerTo } from "./answer.mjs";

// Credentials come from the ALIBABA_CLOUD_* variables. LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
const app = Fastify();

app.post("/recordings/:taskId/stop", async (request) => {
  // Without a signal: a client that disconnects must not cancel the stop.
  return live.stopRtcCloudRecording({ taskId: request.params.taskId });
});

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof LiveError)) throw error;
  const { status, headers, body } = answerTo(error);
  return reply.code(status).headers(headers).send(body);
});

await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" });
console.log(`listening on ${app.server.address().port}`);
// Takes no further connections, and answers the requests that are under way.
process.once("SIGTERM", () => app.close());
