// A service that differs from the emulator: the emulator behind a server that changes its responses.
import { createServer } from "node:http";
import { createLiveEmulator } from "apsara-live/testing";
import { listen } from "../../support/listen.mjs";

/**
 * Starts it. `change` gets each exchange as `{ number, action, status, headers, body }` and may change its members; `body` is parsed JSON,
 * or becomes a text. What it returns is awaited; `"lost"` closes the connection without a response. `before` is awaited before the
 * execution; a status and a body that it returns take the place of the execution.
 */
export async function otherService(t, { change = () => {}, before = () => {}, ...options } = {}) {
  const emulator = createLiveEmulator(options);
  let number = 0;
  const server = createServer(async (request, response) => {
    number += 1;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url, `http://${request.headers.host}`);
    const parameters = new URLSearchParams(body.length > 0 ? body.toString() : url.search);
    const action = request.headers["x-acs-action"] ?? parameters.get("Action");
    const refusal = await before({ number, action });
    const answer = refusal
      ? Response.json(refusal.body, { status: refusal.status })
      : await emulator.fetch(url, {
          method: request.method,
          headers: withoutHop(request.headers),
          ...(body.length > 0 && { body }),
        });
    const exchange = {
      number,
      action,
      request: { url: url.href, headers: request.headers, body: body.toString() },
      status: answer.status,
      headers: Object.fromEntries([...answer.headers].filter(([name]) => name !== "content-length")),
      body: await answer.json(),
    };
    if ((await change(exchange)) === "lost") {
      request.socket.destroy();
      return;
    }
    const text = typeof exchange.body === "string" ? exchange.body : JSON.stringify(exchange.body);
    response.writeHead(exchange.status, exchange.headers).end(text);
  });
  const url = await listen(t, server);
  return { emulator, url, requests: () => number };
}

/** Headers that `fetch` writes itself. */
function withoutHop({ host: _, connection: __, "content-length": ___, "transfer-encoding": ____, ...headers }) {
  return headers;
}
