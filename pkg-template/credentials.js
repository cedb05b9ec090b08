// Reads the `credentials` option in all its forms, and what credentials functions answer.
import { isPlain, picked, Refusal, record } from "./read.js";

const CODE = "ERR_INVALID_CREDENTIALS";

const VARIABLES = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"];

/** What is pasted badly gives a signature that never matches, or a header that cannot be sent. */
function visible(value, path) {
  const expected =
    typeof value === "string" ? "visible ASCII characters, without white space or line breaks" : "a string";
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new Refusal(CODE, path, expected);
}

/** The vendor's objects carry an empty token where there is none. */
const token = (value, path) => (value === null || value === "" ? undefined : visible(value, path));

/** A `Date`, a date in ISO 8601, or milliseconds since 1970. */
function instant(value, path) {
  if (value === null) return undefined;
  const iso = typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);
  const at = iso ? Date.parse(value) : typeof value === "number" ? value : Date.prototype.getTime.call(value);
  if (!Number.isNaN(new Date(at).getTime())) return at;
  throw new Refusal(CODE, path, "a Date, a string in ISO 8601, or milliseconds since 1970");
}

const PARTS = { accessKeyId: visible, accessKeySecret: visible, securityToken: token, expiration: instant };

/** A flat answer: id, secret, token, and when they end. */
function flat({ accessKeyId, accessKeySecret, securityToken, expiration }, path) {
  visible(accessKeyId, `${path}.accessKeyId`);
  visible(accessKeySecret, `${path}.accessKeySecret`);
  return [accessKeyId, accessKeySecret, securityToken, expiration];
}

/** Members that mean nothing here are left alone: the vendor's objects have more. */
function answer(value, path) {
  if (!isPlain(value)) throw new Refusal(CODE, path, "an object with accessKeyId and accessKeySecret");
  return flat(picked(value, path, PARTS, CODE), path);
}

/** The environment variables, read at each call. */
function environment() {
  let env = {};
  try {
    env = globalThis.process?.env ?? env;
  } catch {
    // Deno asks for a permission, and may be refused.
  }
  const [id, secret, sts] = VARIABLES.map((name) => {
    try {
      return env[name] ? visible(env[name], name) : undefined;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return undefined;
    }
  });
  if (id && secret) return [id, secret, sts, undefined];
  const expected = `an AccessKey, here or in the environment variables ${VARIABLES[0]} and ${VARIABLES[1]}`;
  throw new Refusal("ERR_MISSING_CREDENTIALS", "options.credentials", expected);
}

/** A function that asks for credentials, or the credentials themselves, flat. Whatever it throws is a refusal. */
export function credentialsSource(value, path) {
  if (typeof value === "function") return asking(() => value(), path);
  const method = methodOf(value, path);
  if (method) return asking(() => value[method](), path);
  const parts = record(value, path, PARTS, "an object with accessKeyId and accessKeySecret, or a function", CODE);
  if (value.securityToken === "") visible("", `${path}.securityToken`);
  return flat(parts, path);
}

/** `@alicloud/credentials` has the one, the credentials providers of the vendor's newer packages have the other. */
function methodOf(value, path) {
  try {
    return ["getCredential", "getCredentials"].find((name) => typeof Object(value)[name] === "function");
  } catch {
    throw new Refusal(CODE, path, "a value that can be read");
  }
}

const asking = (ask, path) => async () => {
  let value;
  try {
    value = await ask();
  } catch (cause) {
    // What was thrown may hold anything, so it goes along as the cause and is not repeated in the message.
    const refusal = new Refusal("ERR_CREDENTIALS_FAILED", path, "a function that answers; what it threw is the cause");
    throw Object.assign(refusal, { kind: "credentials", cause });
  }
  return answer(value, `the answer of ${path}`);
};

export const fromEnvironment = async () => environment();
