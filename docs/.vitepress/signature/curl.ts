// Reads a curl command: the method, the URL, the headers and the body.
import type { HttpRequest } from "./stages.ts";

const DATA = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii"]);
/** Options with a value that does not matter here. */
const WITH_VALUE = new Set([
  "-o",
  "--output",
  "-m",
  "--max-time",
  "--connect-timeout",
  "-x",
  "--proxy",
  "--resolve",
  "-w",
  "-b",
]);

/** Returns `undefined` where the text has no curl command with a URL. */
export function parseCurl(text: string): HttpRequest | undefined {
  const from = /(?:^|[\s$])curl\s/.exec(text);
  if (from === null) return undefined;
  const words = shellWords(
    text
      .slice(from.index)
      .trim()
      .replace(/^\$\s*/, ""),
  );
  const headers: Record<string, string> = {};
  const data: string[] = [];
  let method: string | undefined;
  let url: string | undefined;
  let isGet = false;
  for (let i = 1; i < words.length; i++) {
    const [word, value] = optionOf(words[i] ?? "", words[i + 1]);
    const takesNext = value === words[i + 1];
    if (word === "-X" || word === "--request") method = value;
    else if (word === "-H" || word === "--header") addHeader(headers, value ?? "");
    else if (DATA.has(word)) data.push(value ?? "");
    else if (word === "--url") url = value;
    else if (WITH_VALUE.has(word)) void value;
    else {
      if (word === "-G" || word === "--get") isGet = true;
      else if (!word.startsWith("-") && url === undefined) url = word;
      continue;
    }
    if (takesNext) i += 1;
  }
  if (url === undefined || !/^https?:\/\/./.test(url) || !URL.canParse(url)) return undefined;
  const body = data.length > 0 ? data.join("&") : undefined;
  if (body !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) {
    headers["content-type"] = "application/x-www-form-urlencoded";
  }
  return { method: method ?? (body !== undefined && !isGet ? "POST" : "GET"), url, headers, body };
}

/** `--header=x`, `-Hx` and `--header x` are the same. */
function optionOf(word: string, next: string | undefined): [option: string, value: string | undefined] {
  const long = /^(--[a-z-]+)=([\s\S]*)$/.exec(word);
  if (long?.[1] !== undefined) return [long[1], long[2]];
  const short = /^(-[XHd])([\s\S]+)$/.exec(word);
  if (short?.[1] !== undefined) return [short[1], short[2]];
  return [word, next];
}

function addHeader(headers: Record<string, string>, line: string): void {
  const colon = line.indexOf(":");
  if (colon > 0) headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
}

/** Splits as a POSIX shell does; ends at the end of the command. */
function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const add = (part: string): void => {
    word = (word ?? "") + part;
  };
  for (const [part] of text.matchAll(/\\\r?\n|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|[^\s\\'";|]+|[\s\S]/g)) {
    if (/^\\\r?\n$/.test(part)) continue;
    if (/^[\n;|]$/.test(part)) break;
    if (/^\s$/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (part.startsWith("'")) add(part.slice(1, -1));
    else if (part.startsWith('"')) add(part.slice(1, -1).replaceAll(/\\(["\\$`])/g, "$1"));
    else if (part.startsWith("\\")) add(part.slice(1));
    else add(part);
  }
  if (word !== undefined) words.push(word);
  return words;
}
