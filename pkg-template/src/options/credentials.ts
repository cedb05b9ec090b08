// Validators of the `credentials` option in all its forms, and of the results of credentials functions.

import type { LiveErrorCodes } from "../api/error-codes.ts";
import type { CoreCredentials } from "../generated/records.ts";
import { Refusal } from "./refusal.ts";
import { didYouMean } from "./suggest.ts";
import { isObject, members, object, type Validator } from "./validate.ts";
import { oddIn } from "./visible.ts";
import { withheld } from "./withheld.ts";

const CODE = "ERR_INVALID_CREDENTIALS";

/** Longer than any token of the vendor, which has about 1,000 characters. */
const MAX_CHARS = 16_384;

const VARIABLES = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABA_CLOUD_SECURITY_TOKEN",
] as const;

/** Valid credentials, with their end in milliseconds since 1970. */
export interface CheckedCredentials extends CoreCredentials {
  readonly expirationMs: number | undefined;
}

/** Credentials, or a function that looks them up and rejects with a {@link CredentialsFailure}. */
export type CheckedSource = CheckedCredentials | (() => Promise<CheckedCredentials>);

/** The reason for missing credentials. */
export class CredentialsFailure extends Error {
  constructor(
    readonly code: LiveErrorCodes["credentials"],
    message: string,
    readonly retryable: boolean,
    cause?: Error,
  ) {
    super(message, { cause });
  }
}

/** A badly pasted text would make a signature that never matches, or an invalid header. */
const visible: Validator<string> = (value, path) => {
  if (value === undefined) throw new Refusal("ERR_MISSING_CREDENTIALS", path, "a string, but it is missing");
  if (typeof value !== "string") throw new Refusal(CODE, path, "a string");
  // An env file that is read as it stands has quotes.
  if (/^(["'`]).*\1$/.test(value)) throw new Refusal(CODE, path, "a value without the quotes around it");
  const odd = oddIn(value.slice(0, MAX_CHARS));
  if (value.length <= MAX_CHARS && value !== "" && odd === "") return value;
  throw new Refusal(CODE, path, `visible ASCII characters, without white space or line breaks${odd}`);
};

/** The vendor's objects and the environment have an empty token in place of a missing one. */
const token: Validator<string | undefined> = (value, path) =>
  value === undefined || value === null || value === "" ? undefined : visible(value, path);

/** March 1973 in milliseconds. As seconds, this number and smaller ones reach the year 5138. */
const MIN_EXPIRATION_MS = 100_000_000_000;

/** A date in ISO 8601, or a date with its time: `Date.parse` would read other forms in the zone of this machine. */
const ISO = /^(?<day>\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/;

/** The time of a text in ISO 8601. Without a zone it is in UTC, as the vendor writes it, and not in the zone of this machine. */
function isoMs(text: string): number {
  const { groups } = ISO.exec(text) ?? {};
  const { day = "" } = groups ?? {};
  // `Date.parse` reads the 30th of February as a day of March.
  const isDay = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  if (groups === undefined || !isDay) return Number.NaN;
  return Date.parse(groups.zone === undefined && text.includes("T") ? `${text}Z` : text);
}

/** A `Date`, a date in ISO 8601, or milliseconds since 1970. */
const expiration: Validator<number | undefined> = (value, path) => {
  if (value === undefined || value === null) return undefined;
  try {
    const at =
      typeof value === "string" ? isoMs(value) : typeof value === "number" ? value : Date.prototype.getTime.call(value);
    // As milliseconds, seconds since 1970 would have ended long ago.
    const isMs = typeof value !== "number" || value === 0 || value >= MIN_EXPIRATION_MS;
    if (isMs && !Number.isNaN(new Date(at).getTime())) return at;
  } catch {
    // No Date.
  }
  throw new Refusal(CODE, path, "a Date, a string in ISO 8601, or milliseconds since 1970, not seconds");
};

const FIELDS = { accessKeyId: visible, accessKeySecret: visible, securityToken: token, expiration };

/** Other names of the members, in lower case and without `_`. */
const ALIASES: ReadonlyMap<string, keyof typeof FIELDS> = new Map([
  ["secretaccesskey", "accessKeySecret"],
  ["secretkey", "accessKeySecret"],
  ["securitytoken", "securityToken"],
  ["sessiontoken", "securityToken"],
  ["ststoken", "securityToken"],
]);

const meantBy = (key: string): keyof typeof FIELDS | undefined => ALIASES.get(key.toLowerCase().replaceAll("_", ""));

const literal = object(FIELDS, {
  expected: "an object with accessKeyId and accessKeySecret, or a function",
  code: CODE,
  hint: (key) => {
    const meant = meantBy(key);
    return meant && didYouMean(meant);
  },
});

const checked = ({
  accessKeyId,
  accessKeySecret,
  securityToken,
  expiration,
}: ReturnType<typeof literal>): CheckedCredentials => ({
  accessKeyId,
  accessKeySecret,
  securityToken,
  expirationMs: expiration,
});

/** Reads the result of a credentials function. Ignores other members: the vendor's objects have more. */
function returned(value: unknown, path: string): CheckedCredentials {
  if (!readable(() => isObject(value), path)) {
    throw new Refusal(CODE, path, "an object with accessKeyId and accessKeySecret");
  }
  // biome-ignore lint/plugin: checked above, inside `readable`, where the compiler loses it
  const credentials = value as object;
  refuseStsBody(credentials, path);
  const found = checked(members(credentials, path, FIELDS, CODE, true));
  if (found.securityToken === undefined) refuseOtherSpelling(credentials, path);
  return found;
}

/** The service does not know a temporary AccessKey without its token. */
function refuseOtherSpelling(value: object, path: string): void {
  const entries = readable(() => Object.entries(value), path);
  const [key] =
    entries.find(([key, member]) => meantBy(key) === "securityToken" && key !== "securityToken" && member) ?? [];
  if (key !== undefined) throw new Refusal("ERR_UNKNOWN_KEY", `${path}.${key}`, didYouMean("securityToken"));
}

/** Recognises a result of AssumeRole, or its member `Credentials`, for a helpful message. */
function refuseStsBody(value: object, path: string): void {
  const own = readable(
    () => ["accessKeyId", "Credentials", "AccessKeyId"].find((name) => Object.hasOwn(value, name)),
    path,
  );
  if (own === undefined || own === "accessKeyId") return;
  const where = own === "Credentials" ? "Credentials.AccessKeyId" : own;
  throw new Refusal(CODE, `${path}.accessKeyId`, `accessKeyId; the object has ${where}, as bodies of STS do`);
}

/** Reads the option `credentials`. */
export const credentialsSource: Validator<CheckedSource> = (value, path) => {
  if (typeof value === "function") return lookup(() => value(), path);
  const method = methodOf(value, path);
  if (method === "then")
    throw new Refusal(CODE, path, "credentials, or a function that returns them, but it is a promise");
  if (method !== undefined) return lookup(() => Object(value)[method]?.(), path);
  if (isObject(value)) refuseStsBody(value, path);
  return checked(literal(value, path));
};

/** `@alicloud/credentials` has the first method, the credentials providers of the vendor's newer packages have the second. */
const methodOf = (value: unknown, path: string): string | undefined =>
  readable(
    () =>
      ["getCredential", "getCredentials", "then"].find(
        (name) => typeof Object(value)[name] === "function" && !(name in Object.prototype),
      ),
    path,
  );

/** Refuses a value of which a getter or a trap throws, and a revoked proxy. */
function readable<T>(read: () => T, path: string): T {
  try {
    return read();
  } catch {
    throw new Refusal(CODE, path, "a value that can be read");
  }
}

function lookup(get: () => unknown, path: string): () => Promise<CheckedCredentials> {
  return async () => {
    try {
      return returned(await get(), `the value that ${path} returned`);
    } catch (thrown) {
      throw credentialsFailure(thrown);
    }
  };
}

/** Returns the failure for a refusal, or for an exception of a source, without the source's own message. */
export function credentialsFailure(thrown: unknown): CredentialsFailure {
  if (thrown instanceof CredentialsFailure) return thrown;
  if (thrown instanceof Refusal) {
    const code = thrown.code === "ERR_MISSING_CREDENTIALS" ? thrown.code : CODE;
    return new CredentialsFailure(code, thrown.message, false);
  }
  const { what, cause } = withheld(thrown);
  const message = `the credentials provider failed: ${what} (its message is withheld, because it may hold a secret)`;
  return new CredentialsFailure("ERR_CREDENTIALS_FAILED", message, true, cause);
}

/** Reads the environment variables. */
export async function environmentCredentials(): Promise<CheckedCredentials> {
  const [id, secret, token] = VARIABLES.map((name) => {
    const value = environmentVariable(name);
    try {
      return value ? visible(value, name) : undefined;
    } catch (error) {
      throw credentialsFailure(error);
    }
  });
  if (id && secret) return { accessKeyId: id, accessKeySecret: secret, securityToken: token, expirationMs: undefined };
  const where = `${VARIABLES[0]} and ${VARIABLES[1]}`;
  const expected = `an AccessKey, here or in the environment variables ${where}`;
  throw credentialsFailure(new Refusal("ERR_MISSING_CREDENTIALS", "options.credentials", expected));
}

function environmentVariable(name: string): unknown {
  try {
    // A member of a polluted Object.prototype would be in every environment.
    return name in Object.prototype ? undefined : process.env[name];
  } catch {
    // No `process`, or Deno without the permission.
    return undefined;
  }
}

/** The part of Node.js's `process` that is used. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
