// The public API of a built package as text, in sections: the manifest, the program, and the exports and declarations of each subpath.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/** Declarations that entries share. No subpath exports them by themselves. */
const SHARED = ["./call-types.d.cts", "call-types.d.cts"];

/** Members of package.json that a user can depend on. */
const MANIFEST = ["exports", "bin", "engines", "peerDependencies"];

/**
 * Returns the sections of the report by their titles.
 *
 * @param {string} pkg folder of the package
 * @returns {Map<string, string>} the title "class LiveError" with its declaration, for example
 */
export function sections(pkg) {
  const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const report = new Map([["package.json", JSON.stringify(only(manifest, MANIFEST), null, 2)]]);
  report.set("program", program(pkg));
  const declarations = new Map();
  for (const [subpath, file] of [...declared(manifest), SHARED]) {
    const specifier = `${manifest.name}${subpath.slice(1)}`;
    const { exported, statements } = parse(join(pkg, file));
    report.set(`exports of ${specifier}`, exported.join("\n"));
    for (const { title, text } of statements) {
      // Most declarations are in several files, with the same text.
      const key = `${title}\n${text}`;
      declarations.set(key, [...(declarations.get(key) ?? []), specifier]);
    }
  }
  for (const key of [...declarations.keys()].sort()) {
    const [title, text] = split(key);
    // Two subpaths may have different declarations of one name.
    const unique = report.has(title) ? `${title}, of ${declarations.get(key).join(", ")}` : title;
    report.set(unique, `// ${declarations.get(key).join(", ")}\n${text}`);
  }
  return report;
}

/** Returns the report as one document. */
export function document(report) {
  const parts = [...report].map(([title, text]) => `## ${title}\n\n\`\`\`ts\n${text}\n\`\`\`\n`);
  const head =
    "# Public API\n\n`cargo xtask api` writes this file, and refuses a change that CHANGELOG.md does not announce.\n";
  return [head, ...parts].join("\n");
}

/** Returns the sections of a document. */
export function parsed(text) {
  return new Map([...text.matchAll(/^## (.+)\n\n```ts\n([\s\S]*?)\n```$/gm)].map(([, title, body]) => [title, body]));
}

/** The commands of the program with their words and options, and its exit codes. */
function program(pkg) {
  const run = (...args) => execFileSync(process.execPath, [join(pkg, "cli.js"), ...args], { encoding: "utf8" });
  const commands = [...run("completion", "bash").matchAll(/^ {4}(\w+)\) COMPREPLY=\(\$\(compgen -W "([^"]*)"/gm)];
  const codes = [...run("stop", "--help").matchAll(/^ {2}(\d+) {2,}/gm)];
  if (commands.length === 0 || codes.length === 0) throw new Error("the program shows no commands or no exit codes");
  const lines = commands.map(([, command, words]) => `${command}: ${words}`);
  return [...lines, `exit codes: ${codes.map(([, code]) => code).join(" ")}`].join("\n");
}

/** Returns the subpaths that have types, with the file of the types for ES modules. */
function declared(manifest) {
  return Object.entries(manifest.exports).flatMap(([subpath, conditions]) => {
    const types = conditions.types?.import ?? conditions.types ?? conditions.import?.types;
    return types === undefined ? [] : [[subpath, types]];
  });
}

/** Returns the exported names of a file and its other statements, each with a title. */
function parse(path) {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ESNext);
  const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, source);
  const exported = source.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return ["default"];
    // An interface that modules augment is exported where it is declared.
    if (ts.isInterfaceDeclaration(statement) && isExported(statement)) return [`type ${statement.name.text}`];
    if (!ts.isExportDeclaration(statement)) return [];
    return statement.exportClause.elements.map((element) =>
      statement.isTypeOnly ? `type ${print(element)}` : print(element),
    );
  });
  const statements = source.statements.filter((node) => !ts.isExportDeclaration(node) && !ts.isExportAssignment(node));
  return {
    exported: exported.sort(),
    statements: statements.map((node) => ({ title: titleOf(node), text: print(node) })),
  };
}

const isExported = ({ modifiers = [] }) => modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function titleOf(statement) {
  if (ts.isImportDeclaration(statement)) return `import ${statement.moduleSpecifier.text}`;
  if (ts.isModuleDeclaration(statement)) return `module ${statement.name.text}`;
  const kinds = ["class", "interface", "function", "enum", "namespace"];
  const kind = kinds.find((kind) => ts[`is${kind[0].toUpperCase()}${kind.slice(1)}Declaration`]?.(statement));
  if (kind !== undefined) return `${kind} ${statement.name.text}`;
  if (ts.isTypeAliasDeclaration(statement)) return `type ${statement.name.text}`;
  return `const ${statement.declarationList.declarations.map(({ name }) => name.text).join(", ")}`;
}

function split(key) {
  const at = key.indexOf("\n");
  return [key.slice(0, at), key.slice(at + 1)];
}

const only = (object, keys) => Object.fromEntries(keys.map((key) => [key, object[key]]));
