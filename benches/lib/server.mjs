// A server in its own process that responds to every request at once, as the service does to a stop; sends its port to the parent.
import { createServer } from "node:http";
import { taskId } from "./input.mjs";

const reply = JSON.stringify({ RequestId: "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8", TaskId: taskId });
const headers = {
  "content-type": "application/json;charset=utf-8",
  "content-length": Buffer.byteLength(reply),
  "x-acs-request-id": "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8",
};

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(200, headers).end(reply));
});
// Keeps connections open during the measurements of other subjects, because a closed connection would fail a call.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
