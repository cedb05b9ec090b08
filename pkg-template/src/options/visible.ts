// Characters of regions, keys and tokens: visible ASCII. The core holds IDs to its own table.

/** Returns an addition to a refusal that names the first character outside of visible ASCII by its number: it may be invisible. */
export function oddIn(text: string): string {
  const at = text.search(/[^\x21-\x7e]/);
  const code = text.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  return at < 0 ? "" : `, but it has U+${code} at ${at}`;
}
