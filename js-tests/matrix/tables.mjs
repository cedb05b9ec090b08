// Tables of the matrix in a page of the guide: writes them from the recorded rows, and compares them with those rows.

const tables = ["runtimes", "tools"];

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

/** Returns the page with tables of `rows`, which are lists by the name of the table. Headers stay, in the language of the page. */
export function written(page, rows) {
  return tables.reduce((text, table) => {
    const [before, inside, after] = cut(text, table);
    const lines = rows[table].toSorted(inOrder).map(cells).map(line);
    return [before, begin(table), "\n", ...header(inside, table), ...lines, end(table), after].join("");
  }, page);
}

/** Returns the first two lines of a table. */
function header(inside, table) {
  const lines = linesOf(inside).slice(0, 2);
  if (lines.length < 2) throw new Error(`the table of ${table} has no header`);
  return lines.map((text) => `${text}\n`);
}

const linesOf = (inside) => inside.split("\n").filter((text) => text.startsWith("|"));

/** Returns a line for each difference; with `all`, rows of the page that did not run are differences too. */
export function differences(page, rows, { all }) {
  return tables.flatMap((table) => {
    const stated = statedRows(page, table);
    const ran = rows[table].map((row) => ({ row, found: stated.find((one) => same(one, row)) }));
    const missing = ran.filter(({ found }) => found === undefined);
    const found = new Set(ran.map(({ found }) => found));
    const unshown = all ? stated.filter((one) => !found.has(one)) : [];
    return [
      ...missing.map(({ row }) => `${table}: ran, but is not in the page: ${line(cells(row)).trim()}`),
      ...unshown.map((row) => `${table}: is in the page, but did not run: ${line(cells(row)).trim()}`),
    ];
  });
}

/**
 * Returns whether a row of the page equals a recorded row. For a browser of the system, the page states the oldest major version
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

function statedRows(page, table) {
  const [, inside] = cut(page, table);
  return linesOf(inside)
    .slice(2)
    .map((text) => {
      const [name, version, how, result] = text
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      return { name, version, how, result };
    });
}

function cut(page, table) {
  const from = page.indexOf(begin(table));
  const to = page.indexOf(end(table), from);
  if (from < 0 || to < 0) throw new Error(`the page lacks the beginning or the end of the table of ${table}`);
  return [page.slice(0, from), page.slice(from + begin(table).length, to), page.slice(to + end(table).length)];
}
