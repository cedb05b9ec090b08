// Starts the server of the benchmarks, which ends with this process.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { benches } from "./paths.mjs";

/** Starts a program of `lib`; resolves to `127.0.0.1:<port>`. */
export async function serve(program = "server.mjs") {
  const server = fork(join(benches, "lib", program), { execArgv: [] });
  const [port] = await once(server, "message");
  return `127.0.0.1:${port}`;
}
