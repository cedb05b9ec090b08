// Machine of the measurements, and measured versions.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { benches } from "../lib/paths.mjs";

const GIB = 2 ** 30;
const MEASURED = [
  "apsara-live",
  "@alicloud/pop-core",
  "@alicloud/openapi-core",
  "aws4fetch",
  "workerd",
  "mitata",
  "esbuild",
];

const version = (name) =>
  JSON.parse(readFileSync(join(benches, "node_modules", ...name.split("/"), "package.json"), "utf8")).version;

export const versions = () => MEASURED.map((name) => `${name} ${version(name)}`);

export function machine() {
  const memory = Math.round(totalmem() / GIB);
  const { model } = cpus()[0] ?? { model: "an unknown processor" };
  return [
    `${model.trim()}, ${availableParallelism()} of its threads, ${memory} GiB`,
    `${platform()} ${release()} on ${arch()}`,
    `Node.js ${process.versions.node} (V8 ${process.versions.v8}, undici ${process.versions.undici})`,
    execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim(),
  ];
}
