// Random requests to sign: any valid text, and often text that encoders get wrong.
import fc from "fast-check";

/** Characters that encodeURIComponent, URLSearchParams and querystring encode differently. */
const awkward = fc.constantFrom(
  ..."!'()*~+ %&=/?#:;,@$[]{}|\\^`\"<>\0\t\n\r\x7f\u0085\u00a0\ufeff\uffff",
  "é",
  "e\u0301",
  "監",
  "🎥",
  "\u{10ffff}",
);

const isBlankOrPadded = (text) => /^\p{White_Space}|\p{White_Space}$|^$/u.test(text);

/** Text without white space around it of 1 to 256 characters; `binary` is every code point except surrogates. */
export const text = fc
  .oneof(
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 3, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 32 }) },
    { weight: 2, arbitrary: fc.string({ unit: awkward, minLength: 1, maxLength: 16 }) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 32 }) },
  )
  .filter((value) => !isBlankOrPadded(value) && [...value].length <= 256);

/** Text of IDs: without white space and invisible characters. */
export const id = text.filter((value) => !/[\p{Cc}\p{Cf}\p{Z}]/u.test(value));

/** Text of keys, tokens and nonces: visible ASCII. */
const visible = (maxLength) =>
  fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)), minLength: 1, maxLength });

const option = (arbitrary) => fc.option(arbitrary, { nil: undefined });

const isQuoted = (text) => /^(["'`]).*\1$/.test(text);

const credentials = fc
  .record({ accessKeyId: visible(32), accessKeySecret: visible(64), securityToken: option(visible(128)) })
  .filter((parts) => !Object.values(parts).some(isQuoted))
  .map(({ securityToken, ...pair }) => (securityToken === undefined ? pair : { ...pair, securityToken }));

/** The three accepted types of a 64-bit integer. */
const ownerId = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  fc.maxSafeNat(),
);

const call = fc.oneof(
  fc.record({ operation: fc.constant("StopRtcCloudRecording"), params: fc.record({ taskId: id }) }),
  fc.record({
    operation: fc.constant("StopLiveStreamMonitor"),
    params: fc.record({ monitorId: id, regionId: id, ownerId }, { requiredKeys: ["monitorId"] }),
  }),
);

const date = fc
  .date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((when) => when.toISOString().replace(/\.\d{3}Z$/, "Z"));

const host = fc.constantFrom("live.aliyuncs.com", "live.ap-southeast-1.aliyuncs.com", "127.0.0.1:18080");

/** Requests to sign: `{ operation, params, credentials, date, nonce, host }`. */
export const request = fc
  .record({ call, credentials, date, nonce: visible(128), host })
  .map(({ call: { operation, params }, ...rest }) => ({ operation, params, ...rest }));

/** Returns the parameters by their names on the wire. */
export const onTheWire = (params) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name[0].toUpperCase() + name.slice(1), String(value)]),
  );
