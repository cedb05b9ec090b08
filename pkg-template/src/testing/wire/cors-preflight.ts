// Answers CORS preflights, so that pages of every origin may call the emulator's server.
import type { NodeRequest, NodeResponse } from "./node-http.ts";

/** A browser's question whether a page may send a request. It is not a request of the service. */
export function isPreflight({ method, headers }: NodeRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/**
 * Allows what the browser asks for. The connection is closed: browsers repeat a request that is lost on a kept one, and
 * the page would not see the fault.
 */
export function answerPreflight({ headers }: NodeRequest, response: NodeResponse): void {
  const method = headers["access-control-request-method"];
  // By name: the wildcard does not include `authorization`.
  const names = headers["access-control-request-headers"];
  response.writeHead(204, {
    "access-control-allow-origin": "*",
    ...(method === undefined ? {} : { "access-control-allow-methods": method }),
    ...(names === undefined ? {} : { "access-control-allow-headers": names }),
    connection: "close",
  });
  response.end();
}
