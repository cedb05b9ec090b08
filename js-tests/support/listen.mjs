// A local HTTP server for the duration of a test.

/** Starts `server` on a free port of 127.0.0.1 and closes it after the test; resolves to its URL. */
export async function listen(t, server) {
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
