// Self-signed certificate, made by the openssl of this machine for the duration of a test.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyFolder, runProgram } from "./run-program.mjs";

/** Resolves to `{ key, cert }`, which no client trusts. */
export async function certificate(t, name = "localhost") {
  const folder = await emptyFolder(t);
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const args = ["req", "-x509", ...curve, "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", `/CN=${name}`];
  await runProgram("openssl", args);
  return { key: await readFile(key), cert: await readFile(cert) };
}
