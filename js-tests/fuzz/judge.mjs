// Independent judge of responses: the strongest conclusion that the package may draw. Written from the documents, not from the source.

const LIMIT = 65_536;

/** The text of a body, or undefined where it is too long or not UTF-8. */
function textOf(bytes) {
  if (bytes.length > LIMIT) return undefined;
  const text = Buffer.from(bytes).toString("utf8");
  if (!Buffer.from(text, "utf8").equals(Buffer.from(bytes))) return undefined;
  return text.replace(/^\ufeff/, "");
}

/** The members of a JSON object by their names in lower case, or undefined where the body is no JSON object. */
function membersOf(bytes) {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  try {
    // String.prototype.trim strips more than JSON's white space.
    const value = JSON.parse(text.trim());
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    return Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]);
  } catch {
    return undefined;
  }
}

const named = (members, name) => members.filter(([key, value]) => key === name && value !== null).map(([, v]) => v);

/** Codes that the vendor's own clients take for a success. */
const SUCCESS_CODES = ["200", "OK", "Success", "success"];

/** Whether a name speaks of an error, under any spelling. */
const isErrorName = (name) =>
  /^(?:code|err|error|errors|errcode|errorcode|errmsg|errormsg|errmessage|errormessage)$/.test(
    name.toLowerCase().replaceAll("_", "").replaceAll("-", ""),
  );

const says = (value) => value !== null && value !== false && value !== "";

function mentionsError(value) {
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, inner]) => (isErrorName(name) && says(inner)) || mentionsError(inner));
}

/** Whether a response says that the recording `taskId` is stopped. */
export function isSuccess({ status, bytes }, taskId) {
  if (status < 200 || status > 299) return false;
  const members = membersOf(bytes);
  if (members === undefined) return false;
  const [requestId, ...requestIds] = named(members, "requestid");
  if (typeof requestId !== "string" || requestId.trim() === "" || requestIds.length > 0) return false;
  const tasks = named(members, "taskid");
  if (tasks.length !== 1 || tasks[0] !== taskId) return false;
  const codes = named(members, "code");
  if (codes.length > 1 || (codes.length === 1 && !SUCCESS_CODES.includes(codes[0]))) return false;
  const denies = (value) => value === false || (typeof value === "string" && value.trim().toLowerCase() === "false");
  if (named(members, "success").some(denies)) return false;
  const others = members.filter(([name]) => name !== "code");
  return !others.some(([name, value]) => (isErrorName(name) && says(value)) || mentionsError(value));
}

/** Whether a readable response says that the recording had stopped before. */
export function mayBeAlreadyStopped({ status, bytes, headers }) {
  if (status < 400 || status > 599) return false;
  const text = textOf(bytes) ?? "";
  return (
    text.includes("InvalidParameter.TaskId") &&
    (/requestid/i.test(text) || (headers["x-acs-request-id"] ?? "").trim() !== "")
  );
}

/** Whether a response may say that the request was refused, so that nothing was done. */
export function mayBeRefusal({ status, bytes, headers }) {
  if (status < 400 || status > 599) return false;
  const text = textOf(bytes)?.trim();
  if (text === undefined || !/code/i.test(text)) return false;
  if (!/requestid/i.test(text) && (headers["x-acs-request-id"] ?? "").trim() === "") return false;
  return membersOf(bytes) !== undefined || (text.startsWith("<") && text.endsWith("</Error>"));
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const pad = (number) => String(number).padStart(2, "0");

/** The forms of an HTTP date (RFC 9110, section 5.6.7) of an instant; the last has two, for the first nine days of a month. */
export function httpDates(ms) {
  const date = new Date(ms);
  const day = DAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  const number = date.getUTCDate();
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(pad).join(":");
  return [
    `${day.slice(0, 3)}, ${pad(number)} ${month} ${year} ${time} GMT`,
    `${day}, ${pad(number)}-${month}-${year.slice(2)} ${time} GMT`,
    `${day.slice(0, 3)} ${month} ${String(number).padStart(2, " ")} ${time} ${year}`,
    `${day.slice(0, 3)} ${month} ${pad(number)} ${time} ${year}`,
  ];
}

/** Reads an HTTP date strictly: formats the parsed instant, and accepts the text only if both are equal. */
export function strictHttpDate(text, nowMs) {
  const loose = /(\d{4})/.exec(text.replace(/\d\d:\d\d:\d\d/, ""))?.[1];
  const short = /-(\d\d) /.exec(text)?.[1];
  const month = MONTHS.findIndex((name) => text.includes(name));
  const day = /(?:^|[ ,-])(\d\d?)[ -]/.exec(text.replace(/\d\d:\d\d:\d\d.*/, " "))?.[1];
  const time = /(\d\d):(\d\d):(\d\d)/.exec(text);
  if (month < 0 || day === undefined || time === null) return undefined;
  const thisYear = new Date(nowMs).getUTCFullYear();
  let year = Number(loose);
  if (loose === undefined) {
    if (short === undefined) return undefined;
    year = Math.floor(thisYear / 100) * 100 + Number(short);
    if (year > thisYear + 50) year -= 100;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month, Number(day));
  date.setUTCHours(Number(time[1]), Number(time[2]), Number(time[3]));
  const ms = date.getTime();
  return httpDates(ms).includes(text) ? ms : undefined;
}
