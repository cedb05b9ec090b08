// Writes or checks the tables of the matrix in the guide: `npm run matrix -- write`, `npm run matrix -- check [--all]`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/paths.mjs";
import { noted } from "./record.mjs";
import { differences, written } from "./tables.mjs";

const pages = ["docs/guide/runtimes.md", "docs/zh/guide/runtimes.md"];

function notedRows(table) {
  const folder = join(noted, table);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

const [command, ...options] = process.argv.slice(2);
const rows = { runtimes: notedRows("runtimes"), tools: notedRows("tools") };
const read = (page) => readFileSync(join(root, page), "utf8");

if (command === "write" && options.length === 0) {
  for (const page of pages) writeFileSync(join(root, page), written(read(page), rows));
} else if (command === "check" && ["", "--all"].includes(options.join())) {
  const found = pages.flatMap((page) =>
    differences(read(page), rows, { all: options.length === 1 }).map((difference) => `${page}: ${difference}`),
  );
  for (const difference of found) console.error(difference);
  if (found.length > 0) {
    console.error("\nRun `cargo xtask test --all`, then `npm run matrix -- write` in js-tests.");
    process.exitCode = 1;
  }
} else {
  console.error("guide.mjs write | check [--all]");
  process.exitCode = 2;
}
