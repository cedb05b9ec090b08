// Type-checks code blocks of JavaScript and TypeScript, all in one run.
import { join } from "node:path";
import ts from "typescript";
import { tests } from "../../support/paths.mjs";

const OPTIONS = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
  types: ["node"],
  typeRoots: [join(tests, "node_modules", "@types")],
};

/**
 * Permitted messages about examples in JavaScript: a package of a recipe that is not installed here, data of unknown type, and a
 * variable for one of several texts, which needs `as const` in TypeScript.
 */
const ACCEPTED = [
  /^Cannot find module '(?!apsara-live)/,
  /^Could not find a declaration file for module '(?!apsara-live)/,
  /^Property '\w+' does not exist on type 'unknown'/,
  /^Argument of type 'string' is not assignable to parameter/,
];
const isAccepted = ({ messageText }) => {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  return ACCEPTED.some((accepted) => accepted.test(text));
};

/** Returns the messages about each file, as a Map by path. */
export function messagesOf(paths) {
  const program = ts.createProgram([join(import.meta.dirname, "globals.d.ts"), ...paths], OPTIONS);
  return new Map(
    paths.map((path) => {
      const source = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      const texts = found
        .filter((one) => !isAccepted(one))
        .map(({ messageText, start }) => {
          const { line } = source.getLineAndCharacterOfPosition(start ?? 0);
          return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
        });
      return [path, texts];
    }),
  );
}
