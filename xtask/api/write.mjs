// Writes the report of the public API, if the changelog announces what changed since the last report.
//
//   node write.mjs ROOT PKG
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest, entries, unannounced } from "./announcement.mjs";
import { document, parsed, sections } from "./report.mjs";

const [root, pkg] = process.argv.slice(2);
const reportFile = join(root, "api", "api.md");
const announcedFile = join(root, "api", "announced.txt");
const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

const report = sections(pkg);
const text = document(report);
const [lastReport, ...lastEntries] = read(announcedFile).split("\n");
const known = entries(read(join(root, "CHANGELOG.md")));

if (lastReport === digest(text) && read(reportFile) === text) {
  console.log("the public API is as it was");
} else {
  const added = known.filter((entry) => !lastEntries.includes(digest(entry)));
  const missing = lastReport === "" ? [] : unannounced(parsed(read(reportFile)), report, added);
  if (missing.length > 0) {
    console.error(`The public API changed, and no new entry of CHANGELOG.md names the change, in backticks, of:`);
    for (const title of missing) console.error(`- ${title}`);
    process.exit(1);
  }
  writeFileSync(reportFile, text);
  writeFileSync(announcedFile, `${[digest(text), ...known.map(digest).sort()].join("\n")}\n`);
  console.log("wrote api/api.md");
}
