// Checks and completes the options of createLiveEmulator; a refusal names the path and never shows a secret.

import { callable, flag, list, nonEmptyText, optional, readFields, record, withDefault } from "./fields.js";

export const testAccessKey = Object.freeze({ accessKeyId: "testid", accessKeySecret: "testsecret" });

const OPTIONS = {
  accessKeys: withDefault(list, [testAccessKey]),
  recordings: withDefault(record, {}),
  monitors: withDefault(record, {}),
  now: optional(callable),
  faults: withDefault(list, []),
  faultFor: optional(callable),
};

const instant = {
  check: (value) =>
    ["string", "number"].includes(typeof value) || value instanceof Date
      ? !Number.isNaN(new Date(value).getTime())
      : false,
  expected: "a Date, an ISO 8601 string or milliseconds",
};

const ACCESS_KEY = {
  accessKeyId: nonEmptyText,
  accessKeySecret: nonEmptyText,
  securityToken: optional(nonEmptyText),
  expiration: optional(instant),
  disabled: withDefault(flag, false),
};

export function readOptions(options) {
  const read = readFields("options", options, OPTIONS);
  // Date.now is looked up at each call, so that a test's fake clock is heeded.
  return { ...read, now: read.now ?? (() => Date.now()), accessKeys: readAccessKeys(read.accessKeys) };
}

function readAccessKeys(accessKeys) {
  const seen = new Set();
  return accessKeys.map((value, i) => {
    const path = `options.accessKeys[${i}]`;
    const { expiration, ...key } = readFields(path, value, ACCESS_KEY);
    if (seen.has(key.accessKeyId)) throw new TypeError(`${path}.accessKeyId is there twice`);
    if (expiration !== undefined && key.securityToken === undefined)
      throw new TypeError(`${path}.expiration needs a securityToken`);
    seen.add(key.accessKeyId);
    return { ...key, expirationMs: expiration === undefined ? Infinity : new Date(expiration).getTime() };
  });
}
