// Writes the licences of the crates in the wasm, from the output of `cargo about generate --format json`.
//
//   node licenses.mjs ROOT ABOUT.json OUT.md
import { readFileSync, writeFileSync } from "node:fs";
import { wasmCrates } from "./crates.mjs";

const [root, about, out] = process.argv.slice(2);

const crates = wasmCrates(root).filter(({ checksum }) => checksum !== undefined);
const inWasm = new Set(crates.map(({ key }) => key));

/** Each text once, with the crates under it. cargo-about lists procedural macros, too, which are not in the wasm. */
const sections = JSON.parse(readFileSync(about, "utf8"))
  .licenses.map(({ id, text, used_by }) => {
    const users = used_by.map(({ crate }) => `${crate.name} ${crate.version}`).filter((user) => inWasm.has(user));
    return { id, text: text.replaceAll("\r\n", "\n").trim(), users: [...new Set(users)].sort() };
  })
  .filter(({ users }) => users.length > 0)
  .sort((a, b) => (a.users[0] + a.id < b.users[0] + b.id ? -1 : 1));

const covered = new Set(sections.flatMap(({ users }) => users));
const missing = [...inWasm].filter((user) => !covered.has(user));
if (missing.length > 0) throw new Error(`no licence text of ${missing.join(", ")}`);

const rows = crates.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
const texts = sections.map(({ id, text, users }) => `### ${id}: ${users.join(", ")}\n\n\`\`\`text\n${text}\n\`\`\`\n`);

const document = `# Licences of the crates in the WebAssembly

\`cargo xtask licenses\` writes this file. \`apsara_live.wasm\`, and the same bytes in \`bytes.js\` and in the CommonJS modules, are compiled
from the crates below and from parts of the Rust standard library. The modules that end
in \`.cjs\` begin with helpers of esbuild (MIT), 20 lines that define exports. The package has no other code of third parties.

The Rust standard library is licensed under MIT or Apache-2.0, at your choice, by the contributors of the Rust project
(<https://www.rust-lang.org>). \`LICENSE-APACHE\` holds the text of Apache-2.0.

| crate | version | licence |
| --- | --- | --- |
${rows.join("\n")}

## Texts

${texts.join("\n")}`;

writeFileSync(out, document);
