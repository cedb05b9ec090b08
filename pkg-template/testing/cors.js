// Answers preflights, so that pages of every origin may call the emulator's server; its replies say so by themselves, as the service's.

/** A browser's question whether a request may be sent. Pages do not hear of it, so it is no request of the service. */
export function isPreflight({ method, headers }) {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/**
 * The connection is not kept: a request that is lost on a kept one is sent again by browsers themselves, and the page would not see
 * the fault.
 */
export function answerPreflight({ headers }, response) {
  const asked = headers["access-control-request-headers"];
  response.writeHead(204, {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": headers["access-control-request-method"],
    // By name: the wildcard does not stand for `authorization`.
    ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
    connection: "close",
  });
  response.end();
}
