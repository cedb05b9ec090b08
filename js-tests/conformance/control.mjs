// HTTP server that opens emulators on real sockets, for a suite that runs in another runtime than the tests.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createLiveEmulator } from "apsara-live/testing";
import { root } from "../support/paths.mjs";

/** Lets pages of other origins call the server. */
const forPages = { "access-control-allow-origin": "*", "access-control-allow-methods": "GET, POST, DELETE" };

/**
 * Starts the server.
 *
 * - `POST /` with `{ clockMs, ...options of createLiveEmulator }` opens an emulator whose clock is `clockMs` off, and responds with
 *   `{ id, url }`.
 * - `GET /<id>` responds with the state of an emulator, `DELETE /<id>` closes it.
 * - `GET /vectors` responds with the cases of vectors/requests.json.
 */
export async function startControl() {
  const open = new Map();
  let opened = 0;
  const { cases } = JSON.parse(await readFile(join(root, "vectors", "requests.json"), "utf8"));
  const act = {
    OPTIONS: async () => ({}),
    async POST(_, { clockMs = 0, ...options }) {
      const emulator = createLiveEmulator({ now: () => Date.now() + clockMs, ...options });
      const server = await emulator.serve(0, "127.0.0.1", { cors: true });
      const id = String(++opened);
      open.set(id, { emulator, server });
      return { id, url: server.url };
    },
    async GET(id) {
      if (id === "vectors") return cases;
      const { requests, recordings, monitors } = open.get(id).emulator;
      return { requests, recordings: Object.fromEntries(recordings), monitors: Object.fromEntries(monitors) };
    },
    async DELETE(id) {
      const { server } = open.get(id);
      // Remove it first, so that a case that still polls its state fails and stops.
      open.delete(id);
      await server.close();
      return {};
    },
  };
  const control = createServer(async (request, response) => {
    let text = "";
    for await (const part of request.setEncoding("utf8")) text += part;
    try {
      const answer = await act[request.method](request.url.slice(1), text === "" ? {} : JSON.parse(text));
      response.writeHead(200, { ...forPages, "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500, forPages).end(String(error.stack));
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
