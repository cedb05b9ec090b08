// Emulators on real sockets, opened and read over HTTP, for suites that run in a runtime other than that of the tests.
import { createServer } from "node:http";
import { createLiveEmulator } from "apsara-live/testing";

/**
 * Starts it. `POST /` with `{ clockMs, ...options of createLiveEmulator }` opens an emulator whose clock is `clockMs` off and answers
 * `{ id, url }`; `GET /<id>` reads its state; `DELETE /<id>` closes it.
 */
export async function startControl() {
  const open = new Map();
  const act = {
    async POST(_, { clockMs = 0, ...options }) {
      const emulator = createLiveEmulator({ now: () => Date.now() + clockMs, ...options });
      const server = await emulator.serve();
      const id = String(open.size + 1);
      open.set(id, { emulator, server });
      return { id, url: server.url };
    },
    async GET(id) {
      const { requests, recordings, monitors } = open.get(id).emulator;
      return { requests, recordings: Object.fromEntries(recordings), monitors: Object.fromEntries(monitors) };
    },
    async DELETE(id) {
      await open.get(id).server.close();
      return {};
    },
  };
  const control = createServer(async (request, response) => {
    let text = "";
    for await (const part of request.setEncoding("utf8")) text += part;
    try {
      const answer = await act[request.method](request.url.slice(1), text === "" ? {} : JSON.parse(text));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500).end(String(error.stack));
    }
  });
  await new Promise((resolve) => control.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${control.address().port}`,
    async close() {
      control.close();
      control.closeAllConnections();
      await Promise.all([...open.values()].map(({ server }) => server.close()));
    },
  };
}
