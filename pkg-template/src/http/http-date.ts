// HTTP dates in the three forms of RFC 9110, section 5.6.7, and in no other: `Date.parse` also takes "1" and 31 February.

const FORMS = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  /^(?<day>\w{3}), (?<date>\d\d) (?<month>\w{3}) (?<year>\d{4}) (?<time>[\d:]{8}) GMT$/,
  // rfc850-date: Sunday, 06-Nov-94 08:49:37 GMT
  /^(?<day>Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, (?<date>\d\d)-(?<month>\w{3})-(?<year>\d\d) (?<time>[\d:]{8}) GMT$/,
  // asctime-date: Sun Nov  6 08:49:37 1994
  /^(?<day>\w{3}) (?<month>\w{3}) (?<date>[ \d]\d) (?<time>[\d:]{8}) (?<year>\d{4})$/,
];

/** Returns the time in milliseconds since 1970, or `undefined` for any other text. `nowMs` places a year of two digits. */
export function httpDateMs(text: string, nowMs: number): number | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const { day = "", date = "", month, year = "", time } = groups;
    const fullYear = year.length === 2 ? nearYear(Number(year), new Date(nowMs).getUTCFullYear()) : year;
    const fixdate = `${day.slice(0, 3)}, ${date.replace(" ", "0")} ${month} ${fullYear} ${time} GMT`;
    // Rejects a date that differs from its formatted text, because `Date.parse` corrected it: 31 February, hour 24, another weekday.
    const ms = Date.parse(fixdate);
    return new Date(ms).toUTCString() === fixdate ? ms : undefined;
  }
  return undefined;
}

/** A year of two digits that seems to be more than 50 years in the future belongs to the previous century. */
function nearYear(lastDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + lastDigits;
  return year > thisYear + 50 ? year - 100 : year;
}
