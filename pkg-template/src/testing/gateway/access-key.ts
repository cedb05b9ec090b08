// Access keys of the emulator: their type, their validation, and the default key.
import { array } from "../../options/collections.ts";
import { Refusal } from "../../options/refusal.ts";
import { boolean, nonEmptyString, object, optional, satisfying, withDefault } from "../../options/validate.ts";

/** An access key that the emulator knows. A key with a `securityToken` is a temporary key of STS. */
export interface AccessKey {
  /** Unique among the emulator's keys. */
  accessKeyId: string;
  accessKeySecret: string;
  /** Makes this an STS key: requests must carry the token (`MissingSecurityToken`, `InvalidSecurityToken.*`). */
  securityToken?: string | undefined;
  /**
   * When the token expires: a Date, an ISO 8601 string or milliseconds since 1970. From then on, requests get
   * `InvalidSecurityToken.Expired`. Needs a `securityToken`. Default: never.
   */
  expiration?: Date | string | number | undefined;
  /** `true`: requests get `InvalidAccessKeyId.Inactive`. Default: `false`. */
  disabled?: boolean | undefined;
}

/** The key that an emulator without `accessKeys` knows: `testid` with the secret `testsecret`. */
export const testAccessKey: Readonly<{ accessKeyId: "testid"; accessKeySecret: "testsecret" }> = Object.freeze({
  accessKeyId: "testid",
  accessKeySecret: "testsecret",
});

/** A validated access key. */
export interface KnownKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
  readonly disabled: boolean;
  /** `Infinity`: never. */
  readonly expirationMs: number;
}

const MAX_CHARACTERS = 65_536;

const isDate = (value: unknown): value is Date => Object.prototype.toString.call(value) === "[object Date]";

const instant = satisfying(
  (value): value is Date | string | number =>
    (typeof value === "string" || typeof value === "number" || isDate(value)) &&
    !Number.isNaN(new Date(value).getTime()),
  "a Date, an ISO 8601 string or milliseconds since 1970",
);

const accessKey = object({
  accessKeyId: nonEmptyString(MAX_CHARACTERS),
  accessKeySecret: nonEmptyString(MAX_CHARACTERS),
  securityToken: optional(nonEmptyString(MAX_CHARACTERS)),
  expiration: optional(instant),
  disabled: withDefault(boolean, false),
});

const list = array((value, path): KnownKey => {
  const { expiration, ...key } = accessKey(value, path);
  if (expiration === undefined) return { ...key, expirationMs: Infinity };
  if (key.securityToken === undefined) {
    throw new Refusal("ERR_INVALID_OPTION", `${path}.expiration`, "no expiration without a securityToken");
  }
  return { ...key, expirationMs: new Date(expiration).getTime() };
});

/** Validator of the option `accessKeys`. */
export function accessKeys(value: unknown, path: string): readonly KnownKey[] {
  const keys = list(value, path);
  const ids = keys.map(({ accessKeyId }) => accessKeyId);
  const repeated = ids.findIndex((id, i) => ids.indexOf(id) < i);
  if (repeated >= 0) {
    throw new Refusal("ERR_INVALID_OPTION", `${path}[${repeated}].accessKeyId`, "an id that no other key has");
  }
  return keys;
}
