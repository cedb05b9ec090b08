// All error codes and kinds, from the tables of the package, with their pages in both languages.
import { readFileSync } from "node:fs";
import { SERVICE_ERROR_CODES } from "../../../pkg-template/src/generated/codes.ts";
import { OPERATION_REFERENCES, type OPERATIONS } from "../../../pkg-template/src/generated/operations.ts";
import { SERVICE_ERRORS } from "../../../pkg-template/src/generated/service-errors.ts";
import { REMEDIES } from "../generated/remedies.ts";
import type { Language } from "../language.ts";
import { CHECKS, type Check } from "./checks.ts";

export type Meaning = NonNullable<(typeof REMEDIES)[number]["meaning"]>;

/** An operation whose vendor page documents the code. */
export interface DocumentedBy {
  readonly operation: string;
  readonly page: string;
}

/** A code of the service or of the package. */
export interface KnownCode {
  readonly code: string;
  readonly slug: string;
  readonly origin: "service" | "package";
  readonly status: number | undefined;
  /** The service's message. */
  readonly message: string | undefined;
  /** Handling of the code by a call; `undefined` if only the HTTP status decides. */
  readonly meaning: Meaning | undefined;
  readonly operations: readonly DocumentedBy[];
  readonly cause: { readonly [L in Language]: string };
  readonly check: Check;
  readonly remedy: { readonly [L in Language]: string };
}

/** A rendered page of one code. */
export interface ErrorPage {
  readonly title: string;
  readonly slug: string;
  readonly markdown: string;
  readonly searchText: string;
}

const docs = new URL("../../", import.meta.url);
const readText = (path: string): string => readFileSync(new URL(path, docs), "utf8");
const table = (name: string): Record<string, string> => JSON.parse(readText(name));
const remedies = { en: table("advice.en.json"), zh: table("advice.zh.json") };
const causes = { en: table("causes.en.json"), zh: table("causes.zh.json") };

/** Dots in a path would look like file extensions to some servers. */
export const slugOf = (code: string): string => code.replaceAll(".", "-");

export function knownCodes(): KnownCode[] {
  const service = new Set<string>([...SERVICE_ERROR_CODES, ...Object.keys(SERVICE_ERRORS)]);
  return [
    ...[...service].sort().map(serviceCode),
    ...packageCodes().map(([code, cause]) => ({
      ...withTexts(code, { cause }),
      origin: "package" as const,
      status: undefined,
      message: undefined,
      meaning: undefined,
      operations: [],
    })),
  ];
}

function serviceCode(code: string): KnownCode {
  const rows = REMEDIES.filter((row) => row.code === code);
  const error = (SERVICE_ERRORS as Record<string, { message: string; status: number }>)[code];
  const meanings = new Set(rows.map(({ meaning }) => meaning));
  if (meanings.size > 1) throw new Error(`${code} has several meanings`);
  return {
    ...withTexts(code, { remedy: [...new Set(rows.map(({ remedy }) => remedy))].join(" ") || undefined }),
    origin: "service",
    status: error?.status ?? rows[0]?.status ?? undefined,
    message: error?.message,
    meaning: rows[0]?.meaning ?? undefined,
    operations: rows.flatMap(({ operation }) => (operation === null ? [] : [documentedBy(operation)])),
  };
}

function documentedBy(operation: keyof typeof OPERATIONS): DocumentedBy {
  return { operation, page: OPERATION_REFERENCES[operation].page };
}

/** Texts of a code. The sources have some of the English ones. */
function withTexts(code: string, { cause, remedy }: { cause?: string; remedy?: string | undefined }) {
  const check = CHECKS.find(({ codes }) => codes.includes(code));
  if (check === undefined) throw new Error(`${code} has no check: see docs/.vitepress/errors/checks.ts`);
  const known = (text: string | undefined, file: string): string => {
    if (text === undefined) throw new Error(`${code} is not in docs/${file}.json`);
    return text;
  };
  return {
    code,
    slug: slugOf(code),
    check,
    cause: { en: known(cause ?? causes.en[code], "causes.en"), zh: known(causes.zh[code], "causes.zh") },
    remedy: { en: known(remedy ?? remedies.en[code], "advice.en"), zh: known(remedies.zh[code], "advice.zh") },
  };
}

/** The members of the union type are documented; a type has no values to import. */
function packageCodes(): [code: string, message: string][] {
  const source = readText("../pkg-template/src/generated/codes.ts");
  const codes = [...source.matchAll(/\/\*\* (.+) \*\/\n\s*\| "(ERR_\w+)"/g)].map(
    ([, doc = "", code = ""]): [string, string] => [code, doc],
  );
  if (codes.length === 0) throw new Error("no code of the package was found");
  return codes;
}
