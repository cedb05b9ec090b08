// Words of the search: Chinese has no spaces, so that its characters are taken in pairs.

const SEPARATORS = /[\n\r\p{Z}\p{P}\p{S}]+/u;
const HAN = /\p{Script=Han}+/gu;

/** Returns the text with each run of Chinese characters written as its pairs: `停止录制` as `停止 止录 录制`. */
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

/** Splits a query as the index was split. */
export function queryWords(query: string): string[] {
  return withPairs(query)
    .split(SEPARATORS)
    .filter((word) => word !== "");
}
