// Writes the report of the public API, if the changelog announces what changed since the last report.
//
//   node write.mjs ROOT PKG
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entries, unannounced } from "./announcement.mjs";
import { document, parsed, sections } from "./report.mjs";

const [root, pkg] = process.argv.slice(2);
const file = join(root, "api", "api.md");
const before = readFileSync(file, "utf8");
const report = sections(pkg);
const missing = unannounced(parsed(before), report, entries(readFileSync(join(root, "CHANGELOG.md"), "utf8")));
if (missing.length > 0) {
  console.error(
    "The public API changed, and no entry of the next version in CHANGELOG.md names in backticks the change of:",
  );
  for (const title of missing) console.error(`- ${title}`);
  process.exit(1);
}
const text = document(report);
writeFileSync(file, text);
console.log(text === before ? "the public API is as it was" : "wrote api/api.md");
