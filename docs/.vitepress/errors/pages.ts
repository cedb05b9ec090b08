// The pages of error codes and kinds as Markdown.
import type { LiveErrorKind } from "../../../pkg-template/src/api/error-codes.ts";
import type { Language } from "../language.ts";
import { vendorPage } from "../vendor-page.ts";
import { type ErrorPage, type KnownCode, knownCodes } from "./catalog.ts";
import { handlingOf, resultOf } from "./handling.ts";
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
  const { code, slug, status, message, meaning, operations, origin, check } = known;
  const texts = TEXTS[language];
  const isPackage = origin === "package";
  const handling = isPackage ? undefined : meaning === undefined ? texts.byStatus : texts.meanings[meaning];
  const documented = operations.map(
    ({ operation, page }) => `\`${operation}\` ([${texts.page}](${vendorPage(page, language)}))`,
  );
  const rows: [string, string | undefined][] = [
    [texts.status, status?.toString()],
    [texts.message, message],
    [texts.handling, handling],
    [texts.operations, documented.join(", ") || undefined],
  ];
  const handled =
    meaning === "already-stopped" ? resultOf(known, texts.comment.alreadyStopped) : handlingOf(known, language);
  return page(slug, code, [
    isPackage ? texts.ofPackage : texts.ofService,
    `## ${texts.cause}`,
    known.cause[language],
    ...(isPackage ? [] : [list(rows, texts.colon)]),
    `## ${texts.howToCheck}`,
    check.text[language],
    block("sh", check.command),
    `## ${texts.whatToDo}`,
    known.remedy[language],
    `## ${texts.inCode}`,
    block("js", handled),
    texts.seeAlso,
  ]);
}

function kindPage(kind: LiveErrorKind, language: Language): ErrorPage {
  const texts = TEXTS[language];
  const { cause, remedy } = KINDS[kind][language];
  const code = [
    `if (error instanceof LiveError && error.kind === "${kind}") {`,
    "  console.error(error.code, error.message);",
    "}",
  ];
  return page(kindSlug(kind), texts.kind(kind), [
    cause,
    `## ${texts.whatToDo}`,
    remedy,
    `## ${texts.inCode}`,
    block("js", code.join("\n")),
    texts.seeAlso,
  ]);
}

function page(slug: string, title: string, parts: readonly string[]): ErrorPage {
  const markdown = [`# ${title}`, ...parts].join("\n\n");
  return { title, slug, markdown, searchText: `${title} ${parts.join(" ").replaceAll(/[#*`]|\]\([^)]*\)/g, " ")}` };
}

const list = (rows: readonly [string, string | undefined][], colon: string): string =>
  rows.flatMap(([name, value]) => (value === undefined ? [] : [`- **${name}**${colon}${value}`])).join("\n");

const block = (language: string, code: string): string => [`\`\`\`${language}`, code, "```"].join("\n");
