// Words of the search: a code is also kept whole, and Chinese, which has no spaces, is taken in pairs of characters.

const SEPARATORS = /[\n\r\p{Z}\p{P}\p{S}]+/u;
const HAN = /\p{Script=Han}+/gu;
/** A code with several words, such as `NotFound.Task`, `ERR_TIMEOUT` or `NoPermission`. */
const CODE = /\bERR(?:_[A-Z]+)+\b|\b[A-Z]\w+(?:\.[A-Z]\w+)+\b|\b[A-Z][a-z]+[A-Z]\w*\b/g;

/** A code in a pasted reply, also one of a single word, such as `Forbidden`. */
const NAMED = /(?:<Code>|\bcode["']?\s*[:=]\s*["']?)([A-Z][\w.]+)/i;

/** Returns the code as the one word that its own page has, and no other page that names it. */
export const whole = (code: string): string => {
  const parts = words(code);
  // `InvalidParameter` is also a word of `InvalidParameter.TaskId`.
  return parts.length === 1 ? `${code}Itself` : parts.join("");
};

/** Splits a query as the index was split. Of a pasted line with codes, only the codes count. */
export function queryWords(query: string): string[] {
  const [, named] = NAMED.exec(query) ?? [];
  const codes = named === undefined ? [...query.matchAll(CODE)].map(([code]) => code) : [named];
  if (codes.length > 0) return [...codes.map(whole), ...codes.flatMap(words)];
  return words(withPairs(query));
}

const words = (text: string): string[] => text.split(SEPARATORS).filter((word) => word !== "");

/** Returns a text with each run of Chinese characters as its pairs: `停止录制` as `停止 止录 录制`. */
export function withPairs(text: string): string {
  return text.replaceAll(HAN, (run) => ` ${pairs(run)} `);
}

function pairs(run: string): string {
  const characters = [...run];
  if (characters.length < 2) return run;
  return characters
    .slice(1)
    .map((next, i) => `${characters[i]}${next}`)
    .join(" ");
}
