// What the emulator says otherwise than the service, which row of the core's tables it concerns, and whether the outcome of a call differs.
import { ERROR_NAMES, FIELD_NAMES, SUCCESS_NAME } from "../../generated/reply-names.ts";
import { SERVICE_ERRORS } from "../../generated/service-errors.ts";
import { STATE_QUESTIONS } from "../../generated/stops.ts";
import { plainName } from "../../http/json-fields.ts";
import { isObject } from "../../options/validate.ts";
import { isThrottled, type Judge, type Judged } from "./judge.ts";
import { type Exchange, isXml, type Recording } from "./recording.ts";
import { stepNamed } from "./script.ts";

/** A row of the table. */
export interface Difference {
  readonly step: string;
  readonly action: string;
  /** What differs: `step`, `status`, `code`, `message`, `format`, `member NAME`, `header NAME`, `states`, `throttling` or `outcome`. */
  readonly what: string;
  readonly emulator: string;
  readonly service: string;
  /** The table of the core and its row. */
  readonly row: string;
  /** Whether the outcome of a call would differ because of it. */
  readonly changesOutcome: boolean;
}

const NONE = "none";

/** Compares all steps of both recordings. */
export async function differencesOf(service: Recording, emulator: Recording, judge: Judge): Promise<Difference[]> {
  const found: Difference[] = [];
  const steps = [...service.exchanges, ...emulator.exchanges].map((exchange) => exchange.step);
  for (const step of new Set(steps)) {
    const ofStep = (recording: Recording) => recording.exchanges.filter((exchange) => exchange.step === step);
    found.push(...(await stepDifferences(ofStep(service), ofStep(emulator), judge)));
  }
  return found;
}

async function stepDifferences(
  service: readonly Exchange[],
  emulator: readonly Exchange[],
  judge: Judge,
): Promise<Difference[]> {
  const [mine, theirs] = [emulator.at(-1), service.at(-1)];
  const only = mine === undefined ? theirs : theirs === undefined ? mine : undefined;
  if (only !== undefined) {
    const { step, action } = only;
    const row = stepNamed(step) === undefined ? "script: no row" : `script: ${step}`;
    const pair = { emulator: mine?.outcome ?? NONE, service: theirs?.outcome ?? NONE };
    return [{ step, action, what: "step", ...pair, row, changesOutcome: true }];
  }
  if (mine === undefined || theirs === undefined) return [];
  const differences: Difference[] = [];
  const add = (
    what: string,
    pair: readonly [emulator: string, service: string],
    row: string,
    changes: boolean,
  ): void => {
    const { step, action } = theirs;
    differences.push({ step, action, what, emulator: pair[0], service: pair[1], row, changesOutcome: changes });
  };
  const throttled = service.slice(0, -1).filter(({ outcome }) => isThrottled(outcome));
  const [first] = throttled;
  // The call waits and sends again: the last exchange is its outcome.
  if (first !== undefined) {
    const code = codeOf(first.body) ?? "";
    add("throttling", [NONE, `${first.status} ${code}, then ${theirs.outcome}`], rowOfCode(code), false);
  }
  const states = [emulator, service].map((list) => statesOf(list.filter((exchange) => !throttled.includes(exchange))));
  if (stepNamed(theirs.step)?.until !== undefined && states[0] !== states[1]) {
    add("states", [states[0] ?? "", states[1] ?? ""], rowOfStates(theirs.action), mine.outcome !== theirs.outcome);
  }
  const own = await judge(mine);
  for (const { what, pair, row, changed } of partsThatDiffer(mine, theirs)) {
    add(what, pair, row, (await judge({ ...mine, ...changed })) !== own);
  }
  const shown = await judge(theirs);
  // The placeholders hide what has led to the outcome.
  if (shown !== theirs.outcome)
    add("outcome", [mine.outcome, `${theirs.outcome}, by this file ${shown}`], "classify", true);
  // Together, differences may have an effect that none of them has.
  else if (mine.outcome !== theirs.outcome && !differences.some(({ changesOutcome }) => changesOutcome)) {
    add("outcome", [mine.outcome, theirs.outcome], "classify", true);
  }
  return differences;
}

/** A part of a response that differs, and what of the emulator's response it changes. */
interface Part {
  readonly what: string;
  readonly pair: readonly [emulator: string, service: string];
  readonly row: string;
  readonly changed: Partial<Judged>;
}

function partsThatDiffer(mine: Exchange, theirs: Exchange): readonly Part[] {
  const parts: Part[] = [];
  const code = codeOf(theirs.body);
  if (mine.status !== theirs.status) {
    const row = code === undefined ? "classify: the status of a success" : `${rowOfCode(code)}, its status`;
    parts.push({
      what: "status",
      pair: [String(mine.status), String(theirs.status)],
      row,
      changed: { status: theirs.status },
    });
  }
  parts.push(...headersThatDiffer(mine, theirs));
  const formats = [mine, theirs].map(({ body }) => (isXml(body) ? "XML" : isObject(body) ? "JSON" : "other"));
  if (formats[0] !== formats[1]) {
    const { headers, body } = theirs;
    const type = headers["content-type"];
    const changed = { body, headers: type === undefined ? mine.headers : { ...mine.headers, "content-type": type } };
    parts.push({ what: "format", pair: [formats[0] ?? "", formats[1] ?? ""], row: "reply: its format", changed });
    return [...parts, ...wordsThatDiffer(mine, theirs).map((part) => ({ ...part, changed: {} }))];
  }
  return [...parts, ...wordsThatDiffer(mine, theirs), ...membersThatDiffer(mine, theirs)];
}

function headersThatDiffer(mine: Exchange, theirs: Exchange): readonly Part[] {
  const names = new Set([...Object.keys(mine.headers), ...Object.keys(theirs.headers)]);
  return [...names].flatMap((name): readonly Part[] => {
    const [a, b] = [mine.headers[name], theirs.headers[name]];
    if (withoutNumbers(a) === withoutNumbers(b)) return [];
    const { [name]: _, ...others } = mine.headers;
    const headers = b === undefined ? others : { ...others, [name]: b };
    return [{ what: `header ${name}`, pair: [a ?? NONE, b ?? NONE], row: `headers: ${name}`, changed: { headers } }];
  });
}

/** Code and message, the words of an error. */
function wordsThatDiffer(mine: Exchange, theirs: Exchange): readonly Part[] {
  const parts: Part[] = [];
  const codes = [codeOf(mine.body), codeOf(theirs.body)] as const;
  if (codes[0] !== codes[1]) {
    const changed = { body: replacedMember(mine.body, theirs.body, "code") };
    parts.push({ what: "code", pair: [codes[0] ?? NONE, codes[1] ?? NONE], row: rowOfCode(codes[1]), changed });
  }
  const messages = [memberOf(mine.body, "message"), memberOf(theirs.body, "message")] as const;
  if (withoutNumbers(messages[0]) !== withoutNumbers(messages[1])) {
    const changed = { body: replacedMember(mine.body, theirs.body, "message") };
    const row = `${rowOfCode(codes[1])}, its message`;
    parts.push({ what: "message", pair: [messages[0] ?? NONE, messages[1] ?? NONE], row, changed });
  }
  return parts;
}

/** Members that only one of the two bodies has, but for code and message. */
function membersThatDiffer(mine: Exchange, theirs: Exchange): readonly Part[] {
  const [a, b] = [pathsOf(mine.body), pathsOf(theirs.body)];
  const { body } = theirs;
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path): readonly Part[] => {
    const types = [a.get(path), b.get(path)] as const;
    if (types[0] === types[1] || /^(?:code|message)$/i.test(path)) return [];
    // A path inside a member that is missing itself.
    const parent = path.slice(0, Math.max(0, path.lastIndexOf(".")));
    if (parent !== "" && a.has(parent) !== b.has(parent)) return [];
    const name = path.slice(0, path.indexOf(".") < 0 ? undefined : path.indexOf("."));
    const changed = { body: replacedMember(mine.body, body, name.toLowerCase()) };
    return [
      { what: `member ${path}`, pair: [types[0] ?? NONE, types[1] ?? NONE], row: rowOfMember(path, theirs), changed },
    ];
  });
}

/** Returns the types of all members by their paths; the items of a list count as one. */
function pathsOf(value: unknown, path = "", paths = new Map<string, string>()): ReadonlyMap<string, string> {
  if (path !== "") paths.set(path, value === null ? "null" : Array.isArray(value) ? "list" : typeof value);
  if (Array.isArray(value)) for (const item of value) pathsOf(item, `${path}[]`, paths);
  else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) pathsOf(member, path === "" ? key : `${path}.${key}`, paths);
  }
  return paths;
}

/** Returns the body with the first-level member of that name, in any case, as another body has it. */
function replacedMember(body: unknown, other: unknown, name: string): unknown {
  if (!isObject(body) || !isObject(other)) return other;
  const isOther = ([key]: [string, unknown]): boolean => key.toLowerCase() !== name;
  return Object.fromEntries([
    ...Object.entries(body).filter(isOther),
    ...Object.entries(other).filter((entry) => !isOther(entry)),
  ]);
}

const codeOf = (body: unknown): string | undefined => memberOf(body, "code");

/** Returns a text of the first level, of JSON in any case of its name, or of XML. */
function memberOf(body: unknown, name: string): string | undefined {
  if (typeof body === "string") return new RegExp(`<${name}>([^<]*)</`, "i").exec(body)?.[1];
  if (!isObject(body)) return undefined;
  const [, value] = Object.entries(body).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === "string" ? value : undefined;
}

/** Placeholders count the values of a recording, and two recordings need not have the same number of them. */
const withoutNumbers = (text: string | undefined): string | undefined => text?.replace(/(?<=[a-z]-)\d+/g, "N");

/** The words for the states in a row of descriptions. */
const statesOf = (exchanges: readonly Exchange[]): string =>
  exchanges
    .map(({ outcome, repeated }) => (repeated === undefined ? outcome : `${outcome} x ${repeated + 1}`))
    .join(", ");

function rowOfCode(code: string | undefined): string {
  if (code === undefined) return "classify: a success";
  return Object.hasOwn(SERVICE_ERRORS, code) ? `codes: ${code}` : `codes: no row for ${code}`;
}

function rowOfStates(action: string): string {
  const [stop] = Object.entries(STATE_QUESTIONS).find(([, { operation }]) => operation === action) ?? [];
  return stop === undefined ? "classify" : `state questions: ${stop}`;
}

function rowOfMember(path: string, { action }: Exchange): string {
  const word = plainName(path);
  const isKnown = FIELD_NAMES.some(([name]) => name === word) || word === SUCCESS_NAME || ERROR_NAMES.test(word);
  if (isKnown) return `reply names: ${path}`;
  const isState = /(?:^|\.)(?:task)?status$/i.test(path);
  return isState ? rowOfStates(action) : "reply names: no row";
}
