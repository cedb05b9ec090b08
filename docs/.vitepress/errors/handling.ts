// Code that recognizes one error and handles it.
import { OPERATIONS } from "../../../pkg-template/src/generated/operations.ts";
import { STOP_NAMES, STOPS } from "../../../pkg-template/src/generated/stops.ts";
import type { Language } from "../language.ts";
import type { KnownCode } from "./catalog.ts";

/** Names of the package that the lines of a `catch` may use. */
const IMPORTS = ["createClient", "httpStatusOf"];

/** Values of the parameters that a task has beside its ID. */
const VALUES = { region: "cn-shanghai", appId: "school" };

/** The most columns of a line of code in a document. */
const WIDTH = 76;

/** Returns the code that recognizes and handles an error. */
export function handlingOf(known: KnownCode, language: Language): string {
  const { code, check } = known;
  const { lines: given, call = stopOf(known) } = check;
  const lines = given.map((line) => (typeof line === "string" ? line : `// ${line[language]}`));
  const used = IMPORTS.filter((name) => lines.some((line) => line.includes(`${name}(`)));
  const imports = used.length > 0 ? [`import { ${used.join(", ")} } from "apsara-live";`, ""] : [];
  const handled = lines.map((line) => `  ${line}`);
  if (call.startsWith("stopAll")) {
    const loop = `for await (const { task, error } of live.${call}) {`;
    return [loop, `  if (error?.code !== "${code}") continue;`, ...handled, "}"].join("\n");
  }
  const other = `  if (error.code !== "${code}") throw error;`;
  return [
    ...imports,
    "try {",
    `  await live.${call};`,
    "} catch (error) {",
    other.length > WIDTH ? other.replace(") throw", ")\n    throw") : other,
    ...handled,
    "}",
  ].join("\n");
}

/** Returns the block for a code that is no error: the task had stopped before. */
export const resultOf = (known: KnownCode, comment: string): string =>
  [
    narrow(`const result = await live.${stopOf(known)};`),
    `if (result.code === "${known.code}") {`,
    `  console.log(result.outcome); // "already-stopped": ${comment}`,
    "}",
  ].join("\n");

/** The first stop whose page documents the code, or that needs the parameter which the code names as missing; else the first stop. */
function stopOf({ code, operations }: KnownCode): string {
  const isNeeded = (key: string): boolean => code.toLowerCase() === `missing${key}`.toLowerCase();
  const name =
    STOP_NAMES.find((name) => operations.some(({ operation }) => operation === name)) ??
    STOP_NAMES.find((name) => [STOPS[name].id, ...STOPS[name].beside].some(isNeeded)) ??
    "StopRtcCloudRecording";
  const { id, beside } = STOPS[name];
  const params = [id, ...beside.map((key) => `${key}: "${VALUES[key]}"`)];
  return `${OPERATIONS[name].method}({ ${params.join(", ")} })`;
}

/** A call, with each parameter on a line of its own where one line is too long. */
const narrow = (line: string): string =>
  line.length > WIDTH ? line.replace("({ ", "({\n  ").replaceAll(", ", ",\n  ").replace(" })", ",\n})") : line;
