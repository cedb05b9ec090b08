// A process with miniflare, whose options come from its parent, which kills both.
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

process.once("message", async ({ modules, ...options }) => {
  const bytes = (contents) => (typeof contents === "string" ? contents : Uint8Array.from(contents));
  const all = modules.map((module) => ({ ...module, contents: bytes(module.contents) }));
  const miniflare = new Miniflare(convertV4MiniflareOptions({ modules: all, ...options }));
  process.send(String(await miniflare.ready));
});
