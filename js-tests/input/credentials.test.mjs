// Invalid credentials: as an object, from a function, from an object of the vendor's form, and from the environment.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createClient } from "apsara-live";
import { atOnce, boom, hostile, key, refuses, sts } from "./refuses.mjs";

/** Creates an object with one member; a literal with `then` would look like a mistake. */
const member = (name, value) => ({ [name]: value });

const params = { taskId: "task" };
const kind = "credentials";
const invalid = (path) => ({ kind, code: "ERR_INVALID_CREDENTIALS", path });
const missingKey = (path) => ({
  kind,
  code: "ERR_MISSING_CREDENTIALS",
  path,
  says: "expected a string, but it is missing",
});
const failed = (name) => ({
  kind,
  code: "ERR_CREDENTIALS_FAILED",
  path: "the credentials provider failed",
  says: `${name} (its message is withheld, because it may hold a secret)`,
});
const boomed = failed("Error");
const late = { kind, code: "ERR_CREDENTIALS_TIMEOUT", path: "options.credentials" };

const by = (credentials, options) =>
  createClient({ credentials, retry: false, ...options }).stopRtcCloudRecording(params);
const signedBy = (credentials, options) =>
  createClient({ credentials, ...options }).sign("StopRtcCloudRecording", params);

/** Every source of credentials, with the path that its errors name. */
const ways = [
  ["as an object", "options.credentials", (credentials) => createClient({ credentials }), atOnce],
  ["from a function", "the value that options.credentials returned", (credentials) => by(() => credentials)],
  ["from a promise", "the value that options.credentials returned", (credentials) => by(async () => credentials)],
  [
    "from getCredential()",
    "the value that options.credentials returned",
    (credentials) => by({ getCredential: async () => credentials }),
  ],
  [
    "from getCredentials(), in sign()",
    "the value that options.credentials returned",
    (credentials) => signedBy({ getCredentials: () => credentials }),
  ],
];

const badTexts = [
  ["empty", ""],
  ["blank", " "],
  ["with a leading space", " MARKER"],
  ["with a trailing line break", "MARKER\n"],
  ["with a trailing carriage return and line break", "MARKER\r\n"],
  ["with an inner space", "MAR KER"],
  ["with an inner tab", "MAR\tKER"],
  ["in quotes", '"MARKER"'],
  ["with a BOM", "\ufeffMARKER"],
  ["with a no-break space", "MARKER\u00a0"],
  ["beyond ASCII", "密钥"],
  ["with a NUL", "MAR\0KER"],
  ["with a lone surrogate", "MARKER\ud800"],
  ["a number", 1],
  ["a symbol", Symbol("x")],
  ["an object", {}],
  ["a String", new String("x")],
];

const badExpirations = [
  ["no date", "soon"],
  ["a time with a space for the T", "2099-01-01 00:00:00"],
  ["a time with words behind it", "2099-01-01T00:00:00 GMT+0800"],
  ["a month that no year has", "2099-13-01"],
  ["a day that no month has", "2099-02-30"],
  ["a time of a day that no month has", "2099-04-31T00:00:00+08:00"],
  ["a year with a sign", "+002099-01-01T00:00:00Z"],
  ["an invalid Date", new Date(Number.NaN)],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["a boolean", true],
  ["an object", {}],
  ["an array", [2026]],
  ["a symbol", Symbol("now")],
  ["a bigint", 1n],
  ["seconds since 1970", 1_700_000_000],
  ["the seconds of a lifetime", 3600],
  ["a negative number", -1],
  ["an object whose valueOf throws", { valueOf: boom }],
  ["an object with the prototype of Date", Object.create(Date.prototype)],
];

const missing = Symbol("missing");
const without = (name) => Object.fromEntries(Object.entries(sts).filter(([member]) => member !== name));

refuses([
  ...ways.flatMap(([way, path, give, when = (expected) => expected]) => [
    ...["accessKeyId", "accessKeySecret"].flatMap((name) => [
      [`${way}, ${name}: missing`, () => give(without(name)), when(missingKey(`${path}.${name}`))],
      [`${way}, ${name}: null`, () => give({ ...sts, [name]: null }), when(invalid(`${path}.${name}`))],
    ]),
    // An empty token counts as missing, as in the vendor's objects.
    ...["accessKeyId", "accessKeySecret", "securityToken"].flatMap((name) =>
      badTexts
        .filter(([, text]) => name !== "securityToken" || text !== "")
        .map(([what, text]) => [
          `${way}, ${name}: ${what}`,
          () => give({ ...sts, [name]: text }),
          when(invalid(`${path}.${name}`)),
        ]),
    ),
    ...badExpirations.map(([what, expiration]) => [
      `${way}, expiration: ${what}`,
      () => give({ ...sts, expiration }),
      when(invalid(`${path}.expiration`)),
    ]),
    [
      `${way}, a getter that throws`,
      () =>
        give({
          ...key,
          get accessKeySecret() {
            return boom();
          },
        }),
      when(invalid(`${path}.accessKeySecret`)),
    ],
  ]),
  ...[null, "key", 5, [], Symbol("key"), true, missing].flatMap((value) => [
    [`credentials: ${String(value)}`, () => by(value), atOnce(invalid("options.credentials"))],
    [
      `a function that returns ${String(value)}`,
      () => by(() => value),
      invalid("the value that options.credentials returned"),
    ],
    [
      `a function that resolves to ${String(value)}`,
      () => by(async () => value),
      invalid("the value that options.credentials returned"),
    ],
  ]),
  ["a function that returns undefined", () => by(() => {}), invalid("the value that options.credentials returned")],
  [
    "a function that returns a function",
    () => by(() => () => key),
    invalid("the value that options.credentials returned"),
  ],
  ["an empty object", () => by({}), atOnce(missingKey("options.credentials.accessKeyId"))],
  ["a revoked proxy", () => by(hostile.revoked()), atOnce(invalid("options.credentials"))],
  ["a proxy that throws at ownKeys", () => by(hostile.ownKeys()), atOnce(invalid("options.credentials"))],
  [
    "a misspelt name",
    () => by({ ...key, secretToken: "x" }),
    atOnce({ kind: "argument", code: "ERR_UNKNOWN_KEY", path: "options.credentials.secretToken" }),
  ],
  ...["stsToken", "SecurityToken", "sessionToken", "sts_token"].flatMap((name) => [
    [
      `the token as ${name}, in an object`,
      () => by({ ...key, [name]: "MARKER" }),
      atOnce({
        ...{ kind: "argument", code: "ERR_UNKNOWN_KEY", path: `options.credentials.${name}` },
        says: 'unknown key; did you mean "securityToken"?',
      }),
    ],
    [
      `the token as ${name}, from a function`,
      () => by(() => ({ ...key, [name]: "MARKER" })),
      {
        ...invalid(`the value that options.credentials returned.${name}`),
        says: 'unknown key; did you mean "securityToken"?',
      },
    ],
  ]),
  ...["constructor", "toString", "hasOwnProperty"].map((name) => [
    `the inherited name ${name}`,
    () => by({ ...key, [name]: "x" }),
    atOnce({
      ...{ kind: "argument", code: "ERR_UNKNOWN_KEY", path: `options.credentials.${name}` },
      says: "unknown key; the known keys are accessKeyId, accessKeySecret, securityToken, expiration",
    }),
  ]),
  ["a function that throws", () => by(boom), boomed],
  [
    "a function that throws undefined",
    () =>
      by(() => {
        throw undefined;
      }),
    boomed,
  ],
  ["a function that rejects", () => by(async () => boom()), boomed],
  ["a class as a function", () => by(class Provider {}), failed("TypeError")],
  ["a method that throws", () => by({ getCredential: boom }), boomed],
  ["a thenable that throws", () => by(() => member("then", boom)), boomed],
  ["a thenable whose getter throws", () => by(() => hostile.getter("then")), boomed],
  ["a thenable that never settles", () => by(() => member("then", () => {}), { timeoutMs: 20 }), late],
  ["a function that never settles", () => by(() => new Promise(() => {}), { timeoutMs: 20 }), late],
  ["a function that never settles, in sign()", () => signedBy(() => new Promise(() => {}), { timeoutMs: 20 }), late],
]);

const variables = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"];
const environments = [
  ["no variables", {}, { kind, code: "ERR_MISSING_CREDENTIALS", path: "options.credentials" }],
  [
    "an id without a secret",
    { [variables[0]]: "testid" },
    { kind, code: "ERR_MISSING_CREDENTIALS", path: "options.credentials" },
  ],
  [
    "empty variables",
    { [variables[0]]: "", [variables[1]]: "" },
    { kind, code: "ERR_MISSING_CREDENTIALS", path: "options.credentials" },
  ],
  ["an id with a line break", { [variables[0]]: "MARKER\n", [variables[1]]: "s" }, invalid(variables[0])],
  ["a secret with a space", { [variables[0]]: "testid", [variables[1]]: " MARKER" }, invalid(variables[1])],
  [
    "a token with a tab",
    { [variables[0]]: "testid", [variables[1]]: "s", [variables[2]]: "MAR\tKER" },
    invalid(variables[2]),
  ],
];

const saved = {};
beforeEach(() => {
  for (const name of variables) {
    saved[name] = process.env[name];
    delete process.env[name];
  }
});
afterEach(() => {
  for (const name of variables) {
    delete process.env[name];
    if (saved[name] !== undefined) process.env[name] = saved[name];
  }
});

refuses(
  environments.map(([what, environment, expected]) => [
    `an environment with ${what}`,
    () => {
      Object.assign(process.env, environment);
      return createClient().stopRtcCloudRecording(params);
    },
    expected,
  ]),
);

test("reads the environment at each call", async () => {
  const live = createClient();
  Object.assign(process.env, { [variables[0]]: "testid", [variables[1]]: "s" });
  const { headers } = await live.sign("StopRtcCloudRecording", params);
  assert.match(headers.authorization, /Credential=testid,/);
});

test("an empty token counts as none, in an object, from a function and in the environment", async () => {
  const sources = [
    { ...key, securityToken: "" },
    () => ({ ...key, securityToken: "" }),
    // The vendor's objects have more members; those without a value are no other spelling.
    () => ({ ...key, stsToken: undefined, sessionToken: "" }),
    // A token beside the other spelling is the token.
    () => ({ ...key, securityToken: null, bearerToken: "x" }),
    undefined,
  ];
  Object.assign(process.env, {
    [variables[0]]: key.accessKeyId,
    [variables[1]]: key.accessKeySecret,
    [variables[2]]: "",
  });
  for (const credentials of sources) {
    const { headers } = await createClient({ credentials }).sign("StopRtcCloudRecording", params);
    assert.equal("x-acs-security-token" in headers, false);
  }
  const { headers } = await signedBy(() => ({ ...key, securityToken: "token", stsToken: "token" }));
  assert.equal(headers["x-acs-security-token"], "token");
});
