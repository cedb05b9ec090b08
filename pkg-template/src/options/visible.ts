// Characters of regions, keys and tokens: visible ASCII. The core holds IDs to its own table.

const BEYOND_ASCII = /[^\x21-\x7e]/u;

/** Returns an addition to a refusal that names the first character which is not allowed by its number: it may be invisible. */
export function oddIn(text: string, odd = BEYOND_ASCII): string {
  const at = text.search(odd);
  const code = text.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  return at < 0 ? "" : `, but it has U+${code} at ${Array.from(text.slice(0, at)).length}`;
}
