// Random actions: trees of parameters, in which each member flattens to another name.
import fc from "fast-check";
import { request, text } from "./arbitraries.mjs";

/** Words of the service's names, and keys that encoders, sorters and flatteners get wrong. */
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom("AppId", "Tag", "Key", "Value", "Filter", "a", "Z", "1", "10", "2") },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      // A dot would make the name of another path.
      .filter((name) => !/[.\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(name) && !(name in {})),
  },
);

const leaf = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom("", " ", " padded ", "true", "[1]", JSON.stringify({ a: ["b c"] })) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.bigInt() },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }) },
  ),
}));

// The peers take only objects of the class Object.
const params = fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true });

/** Of other products of the vendor, too: the signature does not depend on them. */
const target = fc.constantFrom(
  { version: "2016-11-01", host: "live.aliyuncs.com" },
  { version: "2016-11-01", host: "live.ap-southeast-1.aliyuncs.com" },
  { version: "2014-05-26", host: "ecs.cn-hangzhou.aliyuncs.com" },
);

/** Requests to sign: `{ operation, params, credentials, date, nonce, host, version, method }`. */
export const actionRequest = fc
  .record({
    request,
    operation: fc.stringMatching(/^[A-Z][A-Za-z\d]{1,30}$/),
    params,
    target,
    method: fc.constantFrom("POST", "GET"),
  })
  .map(({ request: { credentials, date, nonce }, target: { version, host }, ...rest }) => ({
    ...rest,
    credentials,
    date,
    nonce,
    version,
    host,
  }));
