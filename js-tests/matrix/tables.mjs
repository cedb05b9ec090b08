// Tables of the matrix in the README: writes them from the recorded rows, and compares them with those rows.

const tables = {
  runtimes: { header: ["runtime", "version", "as", "conformance suite"] },
  tools: { header: ["tool", "version", "for", "result"] },
};

const begin = (table) =>
  `<!-- ${table}: written by \`npm run matrix -- write\` in js-tests, checked by the tests -->\n`;
const end = (table) => `<!-- /${table} -->`;

const cells = ({ name, version, how, result }) => [name, version, how, result];
const line = (texts) => `| ${texts.join(" | ")} |\n`;

const inOrder = (a, b) =>
  (a.order ?? 0) - (b.order ?? 0) ||
  a.name.localeCompare(b.name, "en") ||
  a.version.localeCompare(b.version, "en", { numeric: true }) ||
  a.how.localeCompare(b.how, "en");

/** Returns the README with tables of `rows`, which are lists by the name of the table. */
export function written(readme, rows) {
  return Object.entries(tables).reduce((text, [table, { header }]) => {
    const [before, , after] = cut(text, table);
    const lines = [header, header.map(() => "---"), ...rows[table].toSorted(inOrder).map(cells)].map(line);
    return [before, begin(table), "\n", ...lines, end(table), after].join("");
  }, readme);
}

/** Returns a line for each difference; with `all`, rows of the README that did not run are differences too. */
export function differences(readme, rows, { all }) {
  return Object.keys(tables).flatMap((table) => {
    const stated = statedRows(readme, table);
    const ran = rows[table].map((row) => ({ row, found: stated.find((one) => same(one, row)) }));
    const missing = ran.filter(({ found }) => found === undefined);
    const found = new Set(ran.map(({ found }) => found));
    const unshown = all ? stated.filter((one) => !found.has(one)) : [];
    return [
      ...missing.map(({ row }) => `${table}: ran, but is not in the README: ${line(cells(row)).trim()}`),
      ...unshown.map((row) => `${table}: is in the README, but did not run: ${line(cells(row)).trim()}`),
    ];
  });
}

/**
 * Returns whether a row of the README equals a recorded row. For a browser of the system, the README states the oldest major version
 * that was tested.
 */
function same(stated, row) {
  const others = ["name", "how"].every((key) => stated[key] === row[key]) && covers(stated.result, row.result);
  return others && (row.system ? Number(stated.version) <= Number(row.version) : stated.version === row.version);
}

/** Returns whether a result is as stated. A size may be one KB smaller, because compilers and compressors differ by a few bytes. */
function covers(stated, ran) {
  const [[most, unit], [size, measured]] = [stated, ran].map(
    (text) => /^(\d+) (KB .+)$/.exec(text)?.slice(1) ?? [text],
  );
  return stated === ran || (unit !== undefined && unit === measured && Number(most) - Number(size) === 1);
}

function statedRows(readme, table) {
  const [, inside] = cut(readme, table);
  const lines = inside.split("\n").filter((text) => text.startsWith("|"));
  return lines.slice(2).map((text) => {
    const [name, version, how, result] = text
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    return { name, version, how, result };
  });
}

function cut(readme, table) {
  const from = readme.indexOf(begin(table));
  const to = readme.indexOf(end(table), from);
  if (from < 0 || to < 0) throw new Error(`the README lacks the beginning or the end of the table of ${table}`);
  return [readme.slice(0, from), readme.slice(from + begin(table).length, to), readme.slice(to + end(table).length)];
}
