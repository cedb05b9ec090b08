// Loads the list of codes and kinds for their index page, at build time.
import type { LiveErrorKind } from "../../../pkg-template/src/api/error-codes.ts";
import { knownCodes } from "./catalog.ts";
import { KINDS, kindSlug } from "./kinds.ts";

export interface ListedError {
  readonly title: string;
  readonly slug: string;
  readonly en: string;
  readonly zh: string;
}

export interface ErrorLists {
  readonly service: readonly ListedError[];
  readonly package: readonly ListedError[];
  readonly kinds: readonly ListedError[];
}

declare const data: ErrorLists;

export { data };

const plain = (markdown: string): string => markdown.replaceAll("`", "");

export default {
  load(): ErrorLists {
    const codes = knownCodes().map(({ code, slug, remedy, origin }) => ({
      origin,
      listed: { title: code, slug, en: plain(remedy.en), zh: plain(remedy.zh) },
    }));
    const of = (wanted: string): ListedError[] =>
      codes.filter(({ origin }) => origin === wanted).map(({ listed }) => listed);
    const kinds = (Object.keys(KINDS) as LiveErrorKind[]).map((kind) => ({
      title: kind,
      slug: kindSlug(kind),
      en: plain(`${KINDS[kind].en.cause} ${KINDS[kind].en.remedy}`),
      zh: plain(`${KINDS[kind].zh.cause}${KINDS[kind].zh.remedy}`),
    }));
    return { service: of("service"), package: of("package"), kinds };
  },
};
