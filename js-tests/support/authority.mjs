// A private certificate authority with certificates of a server and of a client, made by openssl for the duration of a test.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyFolder, runProgram } from "./run-program.mjs";

const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Resolves to `{ ca, server: { key, cert }, client: { key, cert } }`; the server is `localhost`. */
export async function authority(t) {
  const folder = await emptyFolder(t);
  const openssl = (...args) => runProgram("openssl", args, { cwd: folder });
  const read = (name) => readFile(join(folder, name));
  await openssl("req", "-x509", ...CURVE, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Tests");
  await writeFile(join(folder, "names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  for (const name of ["server", "client"]) {
    await openssl("req", ...CURVE, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2"];
    await openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signed);
  }
  const pair = async (name) => ({ key: await read(`${name}.key`), cert: await read(`${name}.pem`) });
  return { ca: await read("ca.pem"), server: await pair("server"), client: await pair("client") };
}
