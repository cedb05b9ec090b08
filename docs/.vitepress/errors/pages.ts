// The pages of error codes and kinds as Markdown.
import type { LiveErrorKind } from "../../../pkg-template/src/api/error-codes.ts";
import type { Language } from "../language.ts";
import { type ErrorPage, type KnownCode, knownCodes } from "./catalog.ts";
import { KINDS, kindSlug } from "./kinds.ts";
import { TEXTS } from "./texts.ts";

/** Returns all pages of a language, by their slugs. */
export function errorPages(language: Language): ReadonlyMap<string, ErrorPage> {
  const kinds = Object.keys(KINDS) as LiveErrorKind[];
  const pages = [
    ...knownCodes().map((known) => codePage(known, language)),
    ...kinds.map((kind) => kindPage(kind, language)),
  ];
  const bySlug = new Map(pages.map((page) => [page.slug, page]));
  if (bySlug.size !== pages.length) throw new Error("two error pages have one slug");
  return bySlug;
}

/** For VitePress: the routes of a language. */
export function errorRoutes(language: Language) {
  return [...errorPages(language).values()].map(({ slug, title, markdown }) => ({
    params: { slug, title },
    content: markdown,
  }));
}

function codePage(known: KnownCode, language: Language): ErrorPage {
  const { code, slug, status, meaning, operations, origin } = known;
  const texts = TEXTS[language];
  const remedy = language === "zh" ? known.chineseRemedy : known.remedy;
  const isPackage = origin === "package";
  const handling = isPackage ? undefined : meaning === undefined ? texts.byStatus : texts.meanings[meaning];
  const documented = operations.map(
    ({ operation, page }) => `\`${operation}\` ([${texts.page}](${vendorPage(page, language)}))`,
  );
  const rows: [string, string | undefined][] = [
    [texts.code, `\`${code}\``],
    [texts.status, status?.toString()],
    [texts.message, isPackage ? undefined : known.message],
    // The English documentation of the type is the cause; the Chinese advice states it.
    [texts.cause, isPackage && language === "en" ? known.message : undefined],
    [texts.handling, handling],
    [texts.operations, documented.join(", ") || undefined],
  ];
  return page(slug, code, [
    isPackage ? texts.ofPackage : texts.ofService,
    `## ${texts.whatToDo}`,
    remedy,
    list(rows, texts.colon),
    `## ${texts.inCode}`,
    example(known, language),
    texts.seeAlso,
  ]);
}

function kindPage(kind: LiveErrorKind, language: Language): ErrorPage {
  const texts = TEXTS[language];
  const { cause, remedy } = KINDS[kind][language];
  const code = [
    "```js",
    `if (error instanceof LiveError && error.kind === "${kind}") {`,
    "  console.error(error.code, error.message);",
    "}",
    "```",
  ];
  return page(kindSlug(kind), texts.kind(kind), [
    cause,
    `## ${texts.whatToDo}`,
    remedy,
    `## ${texts.inCode}`,
    code.join("\n"),
    texts.seeAlso,
  ]);
}

function page(slug: string, title: string, parts: readonly string[]): ErrorPage {
  const markdown = [`# ${title}`, ...parts].join("\n\n");
  return { title, slug, markdown, searchText: `${title} ${parts.join(" ").replaceAll(/[#*`]|\]\([^)]*\)/g, " ")}` };
}

const list = (rows: readonly [string, string | undefined][], colon: string): string =>
  rows.flatMap(([name, value]) => (value === undefined ? [] : [`- **${name}**${colon}${value}`])).join("\n");

function example({ code, meaning }: KnownCode, language: Language): string {
  const { comment } = TEXTS[language];
  if (meaning === "already-stopped") {
    return [
      "```js",
      `if (result.code === "${code}") {`,
      `  console.log(result.outcome); // "already-stopped": ${comment.alreadyStopped}`,
      "}",
      "```",
    ].join("\n");
  }
  return [
    "```js",
    `if (error instanceof LiveError && error.code === "${code}") {`,
    "  const { outcomeUnknown } = error;",
    `  console.error(outcomeUnknown ? "${comment.unknown}" : "${comment.known}");`,
    "}",
    "```",
  ].join("\n");
}

/** The vendor has one site in Chinese and one in English, with the same paths. */
const vendorPage = (page: string, language: Language): string =>
  language === "zh" ? page.replace("https://www.alibabacloud.com/help/en/", "https://help.aliyun.com/zh/") : page;
