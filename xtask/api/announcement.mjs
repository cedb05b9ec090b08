// Compares a change of the API with the changelog: an entry of the next version must name something that changed in each section.
/** Returns the entries of the topmost version of the changelog, each on one line; none if that version is released. */
export function entries(changelog) {
  const [, newest = ""] = changelog.split(/^## /m);
  if (!newest.split("\n", 1)[0].endsWith("Unreleased")) return [];
  const items = newest.split(/^- /m).slice(1);
  return items.map((item) =>
    item
      .split(/\n(?:\n|#)/)[0]
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
}

/**
 * Returns the titles of the sections whose change no entry names.
 *
 * @param {Map<string, string>} before sections of the present report
 * @param {Map<string, string>} after sections of the new report
 * @param {string[]} announced entries of the changelog
 */
export function unannounced(before, after, announced) {
  const named = new Set(
    announced.flatMap((entry) => [...entry.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => words(code))),
  );
  const titles = [...new Set([...before.keys(), ...after.keys()])];
  const exported = new Set([...before, ...after].filter(([title]) => isList(title)).flatMap(([, text]) => words(text)));
  return titles
    .filter((title) => before.get(title) !== after.get(title))
    .filter((title) => !isList(title) && !isInternal(title, exported))
    .filter((title) => {
      const changed = [title.split(" ").at(1) ?? title, ...changedLines(before.get(title), after.get(title))];
      return !changed.flatMap(words).some((word) => named.has(word));
    });
}

/** A list of exports repeats the declarations, whose announcement is enough. */
const isList = (title) => title.startsWith("exports of ") || title.startsWith("import ");

/** A class that no subpath exports is an implementation. Any other declaration that no subpath exports is part of an exported one. */
const isInternal = (title, exported) => title.startsWith("class ") && !words(title).some((word) => exported.has(word));

function changedLines(before = "", after = "") {
  const [old, young] = [before.split("\n"), after.split("\n")];
  return [...old.filter((line) => !young.includes(line)), ...young.filter((line) => !old.includes(line))];
}

/** Returns the words that a reader would search for, without the keywords of TypeScript. */
function words(text) {
  const found = text.match(/[A-Za-z][\w-]{2,}/g) ?? [];
  return found.filter((word) => !LANGUAGE.has(word));
}

const LANGUAGE = new Set(
  [
    "any",
    "boolean",
    "class",
    "const",
    "declare",
    "default",
    "export",
    "false",
    "function",
    "import",
    "interface",
  ].concat(
    ["never", "null", "number", "object", "Promise", "readonly", "Readonly", "Record", "string", "true", "type"],
    ["types", "undefined", "unknown", "void"],
  ),
);
