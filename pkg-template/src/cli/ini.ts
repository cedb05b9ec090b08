// Reader of INI text. It reads names and values as the package `ini` does, which the vendor's Node.js client uses.

/** A section: values by their keys. */
type Section = Map<string, string>;

/** Reads sections. Reports the number of a line that is neither a section nor a value, where `ini` would make it one. */
export function sectionsOf(text: string, malformed: (line: number) => never): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section | undefined;
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || /^[#;]/.test(line)) continue;
    // `ini` reads a line with a comment behind the brackets as a key. Then the next keys would belong to the section before.
    const [, name] = /^\[([^\]]+)\](?:\s*[#;].*)?$/.exec(line) ?? [];
    if (name !== undefined) {
      const key = plain(name);
      section = sections.get(key) ?? new Map();
      sections.set(key, section);
      continue;
    }
    const equals = line.indexOf("=");
    if (section === undefined || equals < 1) malformed(i + 1);
    section.set(plain(line.slice(0, equals)), plain(line.slice(equals + 1)));
  }
  return sections;
}

/** Removes quotes, or a comment and the escapes before `\`, `;` and `#`. */
function plain(raw: string): string {
  const text = raw.trim();
  const [, quote, inner = ""] = /^(["'])(.*)\1$/.exec(text) ?? [];
  if (quote === undefined) {
    const [value = ""] = /^(?:\\.|[^\\;#]|\\$)*/.exec(text) ?? [];
    return value.replace(/\\([\\;#])/g, "$1").trim();
  }
  try {
    const value: unknown = JSON.parse(quote === "'" ? inner : text);
    if (typeof value === "string") return value;
  } catch {
    // No JSON text.
  }
  return quote === "'" ? inner : text;
}
