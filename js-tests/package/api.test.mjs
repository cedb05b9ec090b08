// The public API: api/api.md describes the built package, and changes only together with the changelog.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { unannounced } from "../../xtask/api/announcement.mjs";
import { document, sections } from "../../xtask/api/report.mjs";
import { pkg, root } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const reportFile = join("api", "api.md");
const remedy = "the public API changed: add an entry to CHANGELOG.md and run `cargo xtask api`";

test("api/api.md describes the package", () => {
  assert.ok(readFileSync(join(root, reportFile), "utf8") === document(sections(pkg)), remedy);
});

test("outcomes, codes, options of the program and exit codes are in the report", () => {
  const report = sections(pkg);
  assert.match(report.get("type StopResult"), /"already-stopped"/);
  assert.match(report.get("const SERVICE_ERROR_CODES"), /"StreamMonitorAlreadyStop"/);
  assert.match(report.get("type PackageErrorCode"), /ERR_/);
  assert.match(report.get("program"), /^stop: recording monitor .*--journal/m);
  assert.match(report.get("program"), /^exit codes: 0 1 2 75 130$/m);
  assert.match(report.get("package.json"), /"node": ">=20/);
});

test("a changed declaration is refused until an entry of the next version names it", async (t) => {
  const folder = await emptyFolder(t);
  const built = join(folder, "pkg");
  cpSync(pkg, built, { recursive: true });
  cpSync(join(root, "api"), join(folder, "api"), { recursive: true });
  const announce = (entry, state = "Unreleased") =>
    writeFileSync(
      join(folder, "CHANGELOG.md"),
      `## [9.0.0] - ${state}\n\n${entry}\n## [8.0.0] - 2026-01-01\n\n- \`loudly\`.\n`,
    );
  const write = () => runNode([join(root, "xtask", "api", "write.mjs"), folder, built], { cwd: folder });

  announce("");
  assert.match(await write(), /as it was/);

  for (const name of ["index.d.ts", "slim.d.ts", "bullmq.d.ts", "cloudflare.d.ts"]) {
    const text = readFileSync(join(built, name), "utf8");
    const changed = text.replace("interface StopOptions extends CallOptions {", "$&\n    readonly loudly?: boolean;");
    assert.notEqual(changed, text);
    writeFileSync(join(built, name), changed);
  }
  assert.notEqual(document(sections(built)), readFileSync(join(folder, reportFile), "utf8"));
  await assert.rejects(write(), /- interface StopOptions/);
  announce("- The emulator is faster.\n");
  await assert.rejects(write(), /- interface StopOptions/);
  announce("- A stop takes `loudly`.\n", "2026-02-01");
  await assert.rejects(write(), /- interface StopOptions/);
  announce("- A stop takes `loudly`.\n");
  assert.match(await write(), /wrote api\/api\.md/);
  assert.equal(document(sections(built)), readFileSync(join(folder, reportFile), "utf8"));
});

test("classes that no subpath exports need no announcement, unlike their parts and all that is exported", () => {
  const of = (member) =>
    new Map([
      ["exports of apsara-live", "LiveError\ntype Journal"],
      ["class LiveError", `declare class LiveError {\n    ${member};\n}`],
      ["class StateMap", `declare class StateMap {\n    ${member};\n}`],
      ["interface JournalLine", `interface JournalLine {\n    ${member};\n}`],
    ]);
  assert.deepEqual(unannounced(of("one: string"), of("two: string"), []), ["class LiveError", "interface JournalLine"]);
  assert.deepEqual(unannounced(of("one: string"), of("two: string"), ["`two` replaces `one`."]), []);
  assert.deepEqual(unannounced(of("one: string"), of("one: number"), ["Something about `three`."]).length, 2);
});

test("a comment in a declaration is no change", async (t) => {
  const folder = await emptyFolder(t);
  cpSync(pkg, folder, { recursive: true });
  const types = join(folder, "queue.d.ts");
  writeFileSync(types, `/** A comment. */\n${readFileSync(types, "utf8").replaceAll("/** ", "/** Other: ")}`);
  assert.equal(document(sections(folder)), document(sections(pkg)));
});
