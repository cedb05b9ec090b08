// Runs the commands of a recipe's page as they stand, in a copy of the clone that has the example and the packed file.
import { chmod, cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { only, partsOf } from "../../docs/support/markdown.mjs";
import { read } from "../../docs/support/pages.mjs";
import { task } from "../../support/live.mjs";
import { modernNode, root, tarball } from "../../support/paths.mjs";
import { emptyFolder } from "../../support/run-program.mjs";
import { startProgram } from "../../support/start-program.mjs";

/** Values that a reader replaces: the ID of a recording, and the AccessKey, which the tests have in the environment. */
const PLACEHOLDERS = [
  ["5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4", task.taskId],
  ["ALIBABA_CLOUD_ACCESS_KEY_ID=… ALIBABA_CLOUD_ACCESS_KEY_SECRET=… ", ""],
];

/** Returns the commands of a page, in their order. */
export const commandsOf = (page) =>
  only(partsOf(read(`docs/recipes/${page}.md`)), "code")
    .flatMap(({ language, code }) => (language === "sh" ? [code] : []))
    .join("\n");

/** Packages from npm's cache where it has them. Install scripts are for platforms without prebuilt packages. */
const npm = {
  npm_config_prefer_offline: "true",
  npm_config_ignore_scripts: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
};

/**
 * Copies `examples/<example>` and the packed file for the duration of a test, and runs the commands of a page there.
 *
 * @param {object} given
 * @param {string} given.page name of the page
 * @param {string} [given.example] name of the example
 * @param {[string, string][]} [given.placeholders] further placeholders of the page
 * @param {Record<string, string>} [given.files] files that the reader has
 * @param {Record<string, string>} [given.stubs] programs that reach other services, as scripts of a shell; each call is noted
 * @param {Record<string, string>} [given.env]
 * @returns {Promise<{ folder: string, said: string, output: () => string, calls: string[] }>} `output` also has what follows in the background
 */
export async function runCommands(t, { page, example = page, placeholders = [], files = {}, stubs = {}, env = {} }) {
  const clone = await emptyFolder(t);
  const folder = join(clone, "examples", example);
  await cp(join(root, "examples", example), folder, {
    recursive: true,
    filter: (path) => !["node_modules", "package-lock.json", ".next"].includes(basename(path)),
  });
  await mkdir(join(clone, "target", "npm"), { recursive: true });
  await cp(tarball, join(clone, "target", "npm", "apsara-live.tgz"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

  const bin = join(clone, "bin");
  const noted = join(clone, "calls");
  await mkdir(bin);
  await writeFile(noted, "");
  await symlink(modernNode(), join(bin, "node"));
  for (const [name, script] of Object.entries(stubs)) {
    await writeFile(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${noted}\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }

  const block = [...PLACEHOLDERS, ...placeholders].reduce(
    (text, [placeholder, value]) => text.replaceAll(placeholder, value),
    commandsOf(page),
  );
  // The runner's own variables would change the output of the programs.
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, PATH, ...inherited } = process.env;
  const { output } = await startProgram(
    t,
    "bash",
    // A server in the background holds the output open, so that the shell says itself that it ends.
    ["-eu", "-c", `trap 'echo "the commands ended with $?"' EXIT\n${block}`],
    /the commands ended with \d+/,
    { cwd: folder, env: { ...inherited, ...npm, PATH: `${bin}${delimiter}${PATH}`, XDG_CONFIG_HOME: clone, ...env } },
  );
  const said = output();
  if (!said.includes("the commands ended with 0")) throw new Error(said);
  return { folder, said, output, calls: (await readFile(noted, "utf8")).split("\n").slice(0, -1) };
}
