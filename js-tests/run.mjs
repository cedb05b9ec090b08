// Runs all *.test.mjs of the subfolders with the Node.js that runs npm; `npm test -- parity behaviour/reply` runs two folders only.
// The tests of `alone` measure rates, so they run last and, because they mostly wait, two at a time. The reporter repeats the failures at the end.
// A folder with a `prepare.mjs` installs packages of its own first. Without a choice, such folders and the files *.long.test.mjs, which take many
// seconds and do the same on every system, are for `cargo xtask test --all`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const chosen = process.argv.slice(2);

const quick = chosen.length === 0 && process.env.APSARA_LIVE_MATRIX !== "all";

const isChosen = (file) => chosen.length === 0 || chosen.some((path) => file.startsWith(join(here, path)));

const preparation = (folder) => join(here, folder, "prepare.mjs");
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name)
  .filter((name) => chosen.length === 0 || chosen.some((path) => path.split("/")[0] === name))
  .filter((name) => !quick || !existsSync(preparation(name)));
const files = folders.flatMap((folder) =>
  readdirSync(join(here, folder), { recursive: true })
    .filter((name) => name.endsWith(".test.mjs") && !name.split(sep).includes("node_modules"))
    .filter((name) => !quick || !name.endsWith(".long.test.mjs"))
    .map((name) => join(here, folder, name))
    .filter(isChosen),
);
if (files.length === 0) throw new Error(`no tests in ${chosen.join(", ")}`);

// npm puts node_modules/.bin first in PATH, and its newer Node.js is only for wrangler.
const path = (process.env.PATH ?? "").split(delimiter).filter((part) => !part.endsWith(join("node_modules", ".bin")));

function start(args) {
  const { status } = spawnSync(process.env.npm_node_execpath ?? process.execPath, args, {
    cwd: here,
    stdio: "inherit",
    env: { ...process.env, PATH: path.join(delimiter), ...(quick && { APSARA_LIVE_SCENARIOS: "quick" }) },
  });
  process.exitCode ||= status ?? 1;
}

const run = (files, concurrency) => {
  if (files.length > 0) start(["--test", "--test-reporter=spec", `--test-concurrency=${concurrency}`, ...files]);
};

for (const file of folders.map(preparation).filter(existsSync)) start([file]);

const measures = (file) => file.startsWith(join(here, "fleet", "alone"));
// Many files wait for timers and for programs most of their time.
run(files.filter((file) => !measures(file)).sort(), availableParallelism() + 1);
run(files.filter(measures).sort(), 2);
