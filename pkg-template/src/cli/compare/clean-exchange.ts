// Takes what names an account out of exchanges, by the names of members and by the look of texts.
import { plainName } from "../../http/json-fields.ts";
import { isObject } from "../../options/validate.ts";
import type { RawExchange } from "./raw-exchange.ts";
import { type Exchange, HEADERS, isXml, MAX_DEPTH } from "./recording.ts";
import { entitiesDecoded, Placeholders } from "./scrub.ts";

/** Members whose texts are words of the service, in lower case without `_` and `-`. All other texts become placeholders. */
const WORDS = [
  ["code", "errorcode", "errcode", "message", "errormessage", "errmsg", "error", "recommend", "success"],
  ["status", "taskstatus", "region", "regionid", "outputtemplate", "type", "sourcetype"],
  ["authaction", "authprincipaltype", "nopermissiontype", "policytype"],
].flat();

/** Placeholders that say more than the name of the member. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["requestid", "request"],
  ["hostid", "host"],
  ["monitorid", "monitor"],
  ["taskid", "task"],
  ["flvurl", "url"],
  ["rtmpurl", "url"],
  ["inputurl", "url"],
]);

/** A list of the account may be long: the first items show its form. */
const MOST_ITEMS = 2;

/** Of a body of XML. */
const MOST_CHARACTERS = 16_384;

/** The place of a body that spells a known value in spite of all. */
const LEFT_OUT = "(left out: it spells a name)";

const MEDIA_TYPE = /^(?:application\/(?:json|xml)|text\/(?:xml|html|plain))(?:; ?charset=utf-8)?$/i;

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?$/;

/** Makes the exchanges of one recording. */
export class Cleaner {
  readonly #placeholders = new Placeholders();
  /** Whether names are collected: the first reading leaves texts of words alone. */
  #isCollecting = true;

  /** `known` has kinds and values that occur nowhere in the recording. */
  constructor(known: readonly (readonly [kind: string, value: string | undefined])[]) {
    for (const [kind, value] of known) if (value !== undefined && value !== "") this.#placeholders.give(kind, value);
  }

  /** Returns the exchanges without outcomes. Reads all of them first: a message may repeat a name from a later member. */
  cleaned(raw: readonly RawExchange[]): readonly Omit<Exchange, "outcome">[] {
    for (const exchange of raw) {
      for (const secret of exchange.secrets) this.#placeholders.give("secret", secret);
      this.#knowId("request", exchange.header("x-acs-request-id"));
      this.#knowId("trace", exchange.header("x-acs-trace-id"));
      this.#body(exchange);
    }
    this.#isCollecting = false;
    return raw.map((exchange) => this.#exchange(exchange));
  }

  /** Returns an outcome without the names in it. */
  outcome(outcome: string): string {
    return this.#placeholders.text(outcome);
  }

  #knowId(kind: string, value: string | null): void {
    if (value) this.#placeholders.know(kind, value);
  }

  #exchange(raw: RawExchange): Omit<Exchange, "outcome"> {
    const { step, method, parameters, status } = raw;
    const ids = Object.entries(idsOf(parameters));
    const headers = HEADERS.map((name): [string, string | undefined] => [name, this.#header(name, raw)]);
    const body = this.#body(raw);
    return {
      step: step.name,
      action: step.action,
      request: {
        method,
        signature: step.signature ?? "ACS3-HMAC-SHA256",
        parameters: Object.keys(parameters).sort(),
        ids: Object.fromEntries(ids.map(([name, value]) => [name, this.#placeholders.know(this.#kindOf(name), value)])),
      },
      atMs: Math.round(raw.atMs),
      tookMs: Math.round(raw.tookMs),
      status,
      // biome-ignore lint/plugin: the filter leaves no `undefined`
      headers: Object.fromEntries(headers.filter(([, value]) => value !== undefined)) as Record<string, string>,
      body: this.#placeholders.spells(leavesOf(body).join("")) ? LEFT_OUT : body,
    };
  }

  #header(name: string, { header, clockMs }: RawExchange): string | undefined {
    const value = header(name);
    if (value === null) return undefined;
    if (name === "date") return clockOf(value, clockMs);
    // A client waits so long.
    if (/retry-after$/.test(name) && /^\d{1,5}$/.test(value)) return value;
    return name === "content-type" && MEDIA_TYPE.test(value) ? value : this.#placeholders.text(value);
  }

  #body(raw: RawExchange): unknown {
    const body = bodyOf(raw);
    if (body !== undefined) return this.#value(body, "", { depth: 0, own: Object.values(idsOf(raw.parameters)) });
    const text = raw.body.trim();
    return isXml(text)
      ? this.#xml(text.slice(0, MOST_CHARACTERS))
      : `(${raw.body.length} characters that are neither JSON nor XML)`;
  }

  #value(value: unknown, name: string, { depth, own }: Place): unknown {
    if (typeof value === "string") return this.#text(value, name);
    if (typeof value === "number") return this.#placeholders.number(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAX_DEPTH) return null;
    const inside = { depth: depth + 1, own };
    if (Array.isArray(value)) {
      // The first reading collects the names of all items.
      const items = value.filter((item, index) => this.#isCollecting || index < MOST_ITEMS || isOneOf(own, item));
      return items.map((item) => this.#value(item, name, inside));
    }
    const members = Object.entries(value).map(([key, member]) => [
      this.#placeholders.name(key),
      this.#value(member, key, inside),
    ]);
    return Object.fromEntries(members);
  }

  #text(text: string, name: string): string {
    if (text.trim() === "" || /^-?\d{1,3}$/.test(text)) return text;
    if (DATE.test(text)) return text.replace(/\d/g, "0");
    if (!WORDS.includes(plainName(name))) return this.#placeholders.know(this.#kindOf(name), text);
    return this.#isCollecting ? "" : this.#placeholders.text(text);
  }

  /** Keeps elements and texts alone: attributes, comments and instructions have no part in a reply. */
  #xml(text: string): string {
    const open: string[] = [];
    return text.replace(MARKUP, (_, cdata: string | undefined, slash = "", tag = "", empty = "", content = "") => {
      if (tag !== "") {
        if (slash === "/") open.pop();
        else if (empty === "") open.push(tag);
        return `<${slash}${tag
          .split(":")
          .map((part: string) => this.#placeholders.name(part))
          .join(":")}${empty}>`;
      }
      const [name = ""] = (open.at(-1) ?? "").split(":").slice(-1);
      return encoded(this.#text(cdata ?? entitiesDecoded(content), name));
    });
  }

  #kindOf(name: string): string {
    const isNamed = plainName(name) !== "" && this.#placeholders.name(name) === name;
    const words = name.replace(/(?<=[a-z\d])[A-Z]/g, "-$&").replace(/[^A-Za-z-]/g, "");
    return KINDS.get(plainName(name)) ?? (isNamed ? words.toLowerCase() : "value");
  }
}

interface Place {
  readonly depth: number;
  /** The IDs of the request: the row with one of them is the answer. */
  readonly own: readonly string[];
}

const isOneOf = (ids: readonly string[], item: unknown): boolean =>
  isObject(item) && Object.values(item).some((value) => typeof value === "string" && ids.includes(value));

/** The texts and the numbers of a body. */
const leavesOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)];

/** The parameters that are IDs. */
export const idsOf = (parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => /^(?:Monitor|Task|App)Id$/.test(name)));

/** CDATA, a tag, other markup, or a text. */
const MARKUP =
  /<!\[CDATA\[((?:(?!\]\]>).){0,4096})\]\]>|<(\/?)([A-Za-z][\w.:-]{0,79})[^<>]*?(\/?)>|<[^<>]*>?|([^<]+)/gs;

const encoded = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => (sign === "<" ? "&lt;" : sign === ">" ? "&gt;" : "&amp;"));

/** Returns the value of a body of JSON, or `undefined`. */
export function bodyOf({ body }: RawExchange): unknown {
  try {
    return JSON.parse(body) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A date tells when the recording was made. Its distance from the clock of the request tells what a client learns from it. */
export function clockOf(date: string, clockMs: number): string {
  const minutes = Math.round((Date.parse(date) - clockMs) / 60_000);
  if (Number.isNaN(minutes)) return "no date";
  return minutes === 0 ? "now" : `now ${minutes < 0 ? "-" : "+"} ${Math.abs(minutes)} min`;
}
