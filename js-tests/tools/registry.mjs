// An npm registry with one package, the packed file, for tools that install from registries only.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { listen } from "../support/listen.mjs";
import { manifest, tarball } from "../support/paths.mjs";

/** Starts the registry for the duration of a test; resolves to its URL. */
export async function serveRegistry(t) {
  const { name, version } = manifest;
  const bytes = readFileSync(tarball);
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const file = `/${name}/-/${name}-${version}.tgz`;
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    if (request.url === `/${name}`) {
      const versions = { [version]: { ...manifest, dist: { tarball: url + file, integrity } } };
      const packument = { name, "dist-tags": { latest: version }, versions };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(packument));
    } else if (request.url === file) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
    } else {
      response.writeHead(404).end();
    }
  });
  return `${await listen(t, server)}/`;
}
