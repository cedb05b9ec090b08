// A server in its own process with the same faults as faulty-fetch.mjs; sends its port to the parent.
import { createServer } from "node:http";
import { fateOf } from "./faults.mjs";

let received = 0;

const server = createServer((request, response) => {
  const fate = fateOf(received++);
  if (fate === "broken") request.destroy();
  else if (fate !== "silent") response.writeHead(fate.status, { "content-type": "application/json" }).end(fate.body);
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
