// Whole numbers beyond 2^53 in a JSON text. `JSON.parse` would round them without a word; as texts they keep each digit.

/** A quote, an escape, or a number that is long enough. */
const TOKEN = /["\\]|-?\d[\d.eE+-]{15,}/g;

/** Returns the JSON text with quotes around each whole number that JavaScript would round. */
export function withExactNumbers(json: string): string {
  // Most replies have no number of this length.
  if (!/\d{16}/.test(json)) return json;
  let [exact, end, isInString] = ["", 0, false];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(json); found !== null; found = TOKEN.exec(json)) {
    const [token] = found;
    if (token === '"') isInString = !isInString;
    else if (token === "\\") TOKEN.lastIndex++;
    else if (!isInString && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
      exact += `${json.slice(end, found.index)}"${token}"`;
      end = TOKEN.lastIndex;
    }
  }
  return exact + json.slice(end);
}
