// A recording: the exchanges of one run of the script as data, with placeholders in the place of all that names somebody or something.
import { isObject } from "../../options/validate.ts";

/** The form of the file. Another number is another form. */
export const FORMAT = "apsara-live recording 1";

/** A file in `vectors/recordings`. */
export interface Recording {
  readonly format: typeof FORMAT;
  /** `emulator`: the responses are those of the package's own emulator. */
  readonly service: "emulator" | "service";
  /** The program that wrote the file. */
  readonly program: string;
  readonly region: string;
  readonly exchanges: readonly Exchange[];
}

/** A request and its response. */
export interface Exchange {
  readonly step: string;
  readonly action: string;
  readonly request: {
    readonly method: string;
    readonly signature: "ACS3-HMAC-SHA256" | "HMAC-SHA1";
    /** The names of the parameters, without those that each request has. */
    readonly parameters: readonly string[];
    /** Placeholders of IDs among the parameters: a reply may have to repeat them. */
    readonly ids: Readonly<Record<string, string>>;
  };
  /** The time of the request since the begin of the script. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly status: number;
  /** Of a list, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A value of JSON, or the text of XML; of anything else only its length. */
  readonly body: unknown;
  /** The number of further exchanges with the same response. */
  readonly repeated?: number;
  /** What a call of the client makes of the response. */
  readonly outcome: string;
}

/** The headers that a recording has. */
export const HEADERS: readonly string[] = [
  "content-type",
  "date",
  "retry-after",
  "x-acs-request-id",
  "x-acs-retry-after",
  "x-acs-trace-id",
  "access-control-allow-origin",
  "access-control-expose-headers",
];

/** Returns the recording in a text of JSON, or throws an error that says what is wrong with it. */
export function parseRecording(text: string): Recording {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || value.format !== FORMAT) throw new TypeError(`its format is not "${FORMAT}"`);
  const { exchanges, service, region } = value;
  if (service !== "emulator" && service !== "service") throw new TypeError("its service is neither of the two");
  if (typeof region !== "string" || !/^[a-z]{2,}(?:-[a-z\d]+)+$/.test(region))
    throw new TypeError("its region is none");
  if (!Array.isArray(exchanges) || exchanges.length === 0) throw new TypeError("it has no exchanges");
  const index = exchanges.findIndex((exchange) => !isExchange(exchange));
  if (index >= 0) throw new TypeError(`a member of its exchange ${index + 1} is missing or has another form`);
  // biome-ignore lint/plugin: the members that are read
  return value as unknown as Recording;
}

/** Deeper values of a body are left out of a recording. */
export const MAX_DEPTH = 16;

const isDeep = (value: unknown, levels = 2 * MAX_DEPTH): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeep(member, levels - 1)));

function isExchange(value: unknown): boolean {
  if (isDeep(value)) return false;
  if (!isObject(value) || !isObject(value.request) || !isObject(value.request.ids) || !isObject(value.headers)) {
    return false;
  }
  const { status, repeated = 0 } = value;
  const texts = [value.step, value.action, value.outcome, value.request.method, ...Object.values(value.request.ids)];
  const headers = Object.entries(value.headers);
  return (
    [...texts, ...headers.flat()].every((text) => typeof text === "string") &&
    headers.every(([name]) => HEADERS.includes(name)) &&
    typeof status === "number" &&
    Number.isInteger(status) &&
    status >= 200 &&
    status <= 599 &&
    Number.isInteger(repeated) &&
    "body" in value
  );
}

/** Whether a body is XML, as the core decides: it stands as its text. */
export const isXml = (body: unknown): boolean => typeof body === "string" && body.trimStart().startsWith("<");

/** Returns the text of a body as it was sent, but for its placeholders. */
export const bodyText = (body: unknown): string =>
  typeof body === "string" && (body === "" || isXml(body) || body.startsWith("(")) ? body : JSON.stringify(body);

/** Returns a text of the recording for a file: indented, with an end of line. */
export const recordingText = (recording: Recording): string => `${JSON.stringify(recording, null, 2)}\n`;
