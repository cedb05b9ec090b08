// HTTP dates in the three forms of RFC 9110, section 5.6.7, and in no other: `Date.parse` also takes "1" and 31 February.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const month = `(?<month>${MONTHS.join("|")})`;
const shortDay = `(?<day>${DAYS.map((day) => day.slice(0, 3)).join("|")})`;
const time = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

const FORMS = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^${shortDay}, (?<date>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  // rfc850-date: Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(`^(?<day>${DAYS.join("|")}), (?<date>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  // asctime-date: Sun Nov  6 08:49:37 1994
  new RegExp(`^${shortDay} ${month} (?<date>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/** Returns the time in milliseconds since 1970, or `undefined` where the text is no HTTP date. `nowMs` places a year of two digits. */
export function httpDateMs(text: string, nowMs: number): number | undefined {
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const written = Number(parts["year"]);
    const year = parts["year"]?.length === 2 ? nearYear(written, new Date(nowMs).getUTCFullYear()) : written;
    return exact(year, parts);
  }
  return undefined;
}

/** A year of two digits that seems to be more than 50 years in the future is the one of the century before. */
function nearYear(lastDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + lastDigits;
  return year > thisYear + 50 ? year - 100 : year;
}

/** Refuses what a `Date` would correct: 31 February, hour 24, another weekday. */
function exact(year: number, parts: Record<string, string | undefined>): number | undefined {
  const numbers = [
    MONTHS.indexOf(parts["month"] ?? ""),
    ...["date", "hour", "minute", "second"].map((p) => Number(parts[p])),
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, numbers[0], numbers[1]);
  date.setUTCHours(numbers[2] ?? 0, numbers[3], numbers[4]);
  const read = [date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const same = numbers.every((number, place) => number === read[place]);
  return same && DAYS[date.getUTCDay()]?.startsWith(parts["day"] ?? "?") ? date.getTime() : undefined;
}
