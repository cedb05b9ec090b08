// Texts without what names an account: known words stay, and everything else becomes a placeholder.
import { isInTables, isOfKnownWords, isRegion } from "./words.ts";

/** A kind of value, and the beginning of its placeholder. */
type Kind = string;

/** A longer text is cut: no message of the service is as long. */
const MOST_CHARACTERS = 4096;

/** A known value that is shorter, without its signs, may be a part of any text. */
const SPELLED_LENGTH = 6;
const SPELLED_DIGITS = 8;

/** Hosts that the vendor's errors link to. */
const VENDOR_HOSTS =
  /^(?:api|next\.api|error-center|help)\.aliyun\.com$|^(?:www|next\.api)\.alibabacloud\.com$|^error-center\.alibabacloud\.com$/;

/** Words with signs or digits that name nothing of an account: of signatures, of the package's outcomes and of templates. */
const PLAIN =
  /^(?:ACS3-HMAC-SHA256|HMAC-SHA(?:1|256)|SHA-?256|UTF-?8|already-stopped|ERR(?:_[A-Z]{1,20}){1,5}|lp_[a-z]{2})$/i;

/** What a signature error repeats: the whole request, with everything in it. */
const STRING_TO_SIGN = /(string ?to ?sign(?: is)?:?)[\s\S]*/i;

const DATE = /(?<![\w.:-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?(?![\w.:-])/g;

/** Digits with signs between: a long number may be an account's. */
const DIGITS = /(?<!\d)\d{1,32}(?:[ ,.:\u00a0\u202f-]{1,3}\d{1,32}){1,32}/g;
const MOST_DIGITS = 5;

/** Texts between blanks and the signs of a sentence, of a URL and of an address. */
const PART = /[^\s,;()"'<>[\]{}=:/&?|]+/gu;

/** A code of the service, such as `InvalidParameter.TaskId`. */
const CODE = /^(?:[A-Z][A-Za-z]{1,60}\.){1,4}[A-Z][A-Za-z]{1,60}$/;

/** A member of a reply, such as `Mp4FileList`. */
const MEMBER = /^[A-Za-z][\w-]{0,79}$/;

/** A text, or a placeholder in it, which is not searched again. */
type Piece = string | { readonly placeholder: string };

interface Known {
  readonly text: string;
  readonly find: RegExp;
  readonly placeholder: string;
}

/** Placeholders of one recording. Equal values have equal placeholders. */
export class Placeholders {
  readonly #byValue = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();
  /** Values in lower case that are replaced inside of texts. */
  readonly #known = new Map<string, Known>();
  #sorted: readonly Known[] | undefined;
  /** Without signs, in lower case. */
  readonly #secrets = new Set<string>();

  /** Returns the placeholder of a value. From now on, it is replaced everywhere, unless it is a word of the service. */
  know(kind: Kind, value: string): string {
    const placeholder = this.#placeholderOf(kind, value);
    if (!isWord(value)) this.#search(value, placeholder);
    return placeholder;
  }

  /** The same for a value that is nobody else's: it is replaced also where it is an ordinary word, and `spells` finds it. */
  give(kind: Kind, value: string): void {
    this.#search(value, this.#placeholderOf(kind, value));
    const letters = lettersOf(value);
    const isLong = letters.length >= (/^\d+$/.test(letters) ? SPELLED_DIGITS : SPELLED_LENGTH);
    if (isLong && !value.split(/[^A-Za-z\d]+/).every(isOfKnownWords)) this.#secrets.add(letters);
  }

  /** Returns the text with placeholders for all but known words and short numbers. */
  text(text: string): string {
    if (isInTables(text)) return text;
    const plain = text.slice(0, MOST_CHARACTERS).replace(STRING_TO_SIGN, "$1 (left out)");
    let pieces = replaced(this.#pieces(plain), DATE, zeros);
    pieces = replaced(pieces, DIGITS, (found) =>
      digitsIn(found) > MOST_DIGITS ? this.#placeholderOf("number", found) : found,
    );
    return joined(replaced(pieces, PART, (found) => this.#part(found)));
  }

  /** Returns the name of a member that is made of known words, or a placeholder. */
  name(name: string): string {
    return MEMBER.test(name) && name.split(/[_-]/).every(isOfKnownWords) ? name : this.know("member", name);
  }

  /** Returns a number that stands for a long one: not 0, and no state of a task. */
  number(value: number): number {
    if (digitsIn(String(value)) <= MOST_DIGITS) return value;
    return LONG_NUMBER + Number(/\d+$/.exec(this.know("number", String(value)))?.[0]);
  }

  /** Whether a text spells a given value, with whatever signs between its characters and in whatever encoding of the Web. */
  spells(text: string): boolean {
    const letters = lettersOf(text);
    return [...this.#secrets].some((secret) => letters.includes(secret));
  }

  #placeholderOf(kind: Kind, value: string): string {
    const key = value.toLowerCase();
    const given = this.#byValue.get(key);
    if (given !== undefined) return given;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const placeholder = `${kind}-${count}`;
    this.#byValue.set(key, placeholder);
    return placeholder;
  }

  #search(value: string, placeholder: string): void {
    const text = value.toLowerCase();
    if (text.length < 2 || this.#known.has(text)) return;
    this.#known.set(text, { text, placeholder, find: finderOf(text) });
    this.#sorted = undefined;
  }

  /** Known values, where no letter and no digit is beside them: `stream` is not found in `StreamMonitorNotExist`. */
  #pieces(text: string): readonly Piece[] {
    const lower = text.toLowerCase();
    let pieces: readonly Piece[] = [text];
    // Longer values first: one may be a part of another.
    this.#sorted ??= [...this.#known.values()].sort((a, b) => b.text.length - a.text.length);
    for (const known of this.#sorted) {
      if (lower.includes(known.text)) pieces = replaced(pieces, known.find, () => known.placeholder);
    }
    return pieces;
  }

  #part(found: string): string {
    const [, text = "", end = ""] = /^(.*?)([.!。]*)$/su.exec(found) ?? [];
    return text === "" || isPlain(text) ? found : `${this.#placeholderOf("value", text)}${end}`;
  }
}

/** Placeholders of long numbers come after it. */
const LONG_NUMBER = 900_000;

/** Whether a part of a text is a word, a short number, or signs alone. */
const isPlain = (text: string): boolean => /^-?\d{1,3}$/.test(text) || /^[!-/:-@[-`{-~]+$/.test(text) || isWord(text);

/** Whether the text is a word of the service or of the language. */
const isWord = (text: string): boolean =>
  (/^[A-Za-z]+$/.test(text) && isOfKnownWords(text)) ||
  (CODE.test(text) && text.split(".").every(isOfKnownWords)) ||
  isInTables(text) ||
  PLAIN.test(text) ||
  VENDOR_HOSTS.test(text) ||
  isRegion(text);

const joined = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === "string" ? piece : piece.placeholder)).join("");

const zeros = (date: string): string => date.replace(/\d/g, "0");

const digitsIn = (text: string): number => text.replace(/\D/g, "").length;

function finderOf(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "giu");
}

/** Returns the letters and the digits of a text, without its encoding. */
function lettersOf(text: string): string {
  let plain = entitiesDecoded(text);
  for (let times = 0; times < 8 && plain.includes("%"); times++) {
    plain = plain.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return plain
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Returns the text without the entities of XML, with the characters that they stand for. */
export const entitiesDecoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|quot|apos|amp));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
  });

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function replaced(pieces: readonly Piece[], find: RegExp, make: (found: string) => string): readonly Piece[] {
  return pieces.flatMap((piece): readonly Piece[] => {
    if (typeof piece !== "string") return [piece];
    const parts: Piece[] = [];
    let end = 0;
    for (const match of piece.matchAll(find)) {
      const found = match[0];
      parts.push(piece.slice(end, match.index), { placeholder: make(found) });
      end = match.index + found.length;
    }
    return [...parts, piece.slice(end)];
  });
}
