// Configuration of workerd for tests and benchmarks.

/**
 * Returns the text of a config.capnp for a Worker that may connect to this machine.
 *
 * @param {{ entry: string, wasm: string[], compatibilityDate: string, flags?: string[] }} worker files of the bundle, and its settings
 */
export function workerdConfiguration({ entry, wasm, compatibilityDate, flags = [] }) {
  const modules = [
    `(name = "${entry}", esModule = embed "${entry}")`,
    ...wasm.map((name) => `(name = "./${name}", wasm = embed "${name}")`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${compatibilityDate}",
      compatibilityFlags = ${JSON.stringify(flags)},
      globalOutbound = "everywhere",
    )),
    (name = "everywhere", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`;
}
