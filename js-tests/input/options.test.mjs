// Invalid options: of a client, of a call of a client, of a call without a client, and of sign().
import { inspect } from "node:util";
import { createClient, stopLiveStreamMonitor } from "apsara-live";
import { atOnce, boom, client, hostile, key, refuses } from "./refuses.mjs";

const invalid = (path) => ({ code: "ERR_INVALID_OPTION", path });
const unknown = (path) => ({ code: "ERR_UNKNOWN_KEY", path });
const params = { taskId: "task" };

const ofClient = (options) => client(options);
const ofCall = (options) => client().stopRtcCloudRecording(params, options);
const ofOneCall = (options) => stopLiveStreamMonitor({ monitorId: "m" }, { credentials: key, ...options });
const ofSign = (options) => client({ signatureMethod: "HMAC-SHA1" }).sign("StopRtcCloudRecording", params, options);

const notObjects = [
  ["null", null],
  ["a string", "options"],
  ["a number", 1],
  ["a symbol", Symbol("options")],
  ["an array", []],
  ["a function", () => {}],
  ["a revoked proxy", hostile.revoked()],
  ["a proxy that throws at ownKeys", hostile.ownKeys()],
];

const notSpans = [
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 31,
  "1000",
  1n,
  null,
  true,
  Symbol("1"),
  {},
  [1],
];
const notAttempts = [0, -1, 101, 1.5, Number.NaN, "4", null, Symbol("4")];
const notDelays = [-1, 0.5, Number.NaN, 2 ** 31, "100", null, 1n];
const notTexts = [1, null, true, {}, [], Symbol("text"), "\ud800", new String("text")];

const show = (value) => inspect(value, { breakLength: Number.POSITIVE_INFINITY }).slice(0, 60);
const each = (name, values, call, path = `options.${name}`) =>
  values.map((value) => [
    `${name}: ${show(value)}`,
    () => call({ [name]: value }),
    call === ofClient ? atOnce(invalid(path)) : invalid(path),
  ]);

const notEndpoints = [
  ["", "empty"],
  ["live.aliyuncs.com/path", "a path"],
  ["https://live.aliyuncs.com/v1", "a path in a URL"],
  ["https://live.aliyuncs.com?a=b", "a query"],
  ["https://live.aliyuncs.com#a", "a fragment"],
  ["https://user:pass@live.aliyuncs.com", "user information"],
  ["user@live.aliyuncs.com", "a user name"],
  ["live.aliyuncs.com\\@evil.example", "a backslash"],
  ["http://live.aliyuncs.com", "http to a public host"],
  ["http://127.0.0.1.evil.example", "http to a name that begins like an address of loopback"],
  ["http://localhost.evil.example:80", "http to a name that begins with localhost"],
  ["http://10.0.0.1", "http to a private address"],
  ["ftp://live.aliyuncs.com", "another scheme"],
  ["javascript:alert(1)", "a scheme without a host"],
  [" live.aliyuncs.com", "a space"],
  ["live.aliyuncs.com\r\nx: y", "a line break"],
  ["live.aliyuncs.com:99999", "a port beyond 65535"],
  ["live..aliyuncs.com", "an empty label"],
  ["直播.aliyuncs.com", "beyond ASCII"],
  ["0x7f000001", "an address in hex"],
];

const notRegions = [
  "",
  "cn",
  "CN-Shanghai",
  "cn-shanghai.evil.example#",
  "cn-shanghai/",
  "a@b-c",
  "toString",
  "cn_shanghai",
];

const notDates = [
  "now",
  "",
  "2026-01-02",
  "2026-02-30T00:00:00Z",
  "2026-01-02T03:04:05.678Z",
  "2026-01-02T03:04:05+08:00",
  0,
  null,
  {},
];

/** An object with the members that the package needs of a signal. */
const plainSignal = { aborted: false, addEventListener() {}, removeEventListener() {} };

const signals = [
  ["an object", {}],
  ["a number", 5],
  ["an AbortController", new AbortController()],
  ["an EventTarget", new EventTarget()],
  ["a signal without removeEventListener", { aborted: false, addEventListener() {} }],
  ["a signal without addEventListener", { aborted: false, removeEventListener() {} }],
  ["a signal whose `aborted` is no boolean", { ...plainSignal, aborted: 0 }],
  ...Object.keys(plainSignal).map((name) => [
    `a signal whose getter of ${name} throws`,
    Object.defineProperty({ ...plainSignal }, name, { get: boom }),
  ]),
  ["a revoked proxy", hostile.revoked()],
];

refuses([
  ...notObjects.flatMap(([what, options]) => [
    [`options of a client: ${what}`, () => createClient(options), atOnce(invalid("options"))],
    [`options of a call: ${what}`, () => ofCall(options), invalid("options")],
    [
      `options of a call without a client: ${what}`,
      () => stopLiveStreamMonitor({ monitorId: "m" }, options),
      invalid("options"),
    ],
    [`options of sign(): ${what}`, () => ofSign(options), invalid("options")],
  ]),
  [
    "options of a client whose getter throws",
    () => createClient(hostile.getter("region")),
    atOnce(invalid("options.region")),
  ],
  ["options of a call whose getter throws", () => ofCall(hostile.getter("signal")), invalid("options.signal")],
  ...["timeoutMs", "attemptTimeoutMs"].flatMap((name) => [
    ...each(name, notSpans, ofClient),
    ...each(name, notSpans, ofCall),
  ]),
  ...each("timeoutMs", notSpans, ofSign),
  ...each("retry", [true, null, 1, "no", [], Symbol("no"), () => {}], ofClient),
  ...notAttempts.map((maxAttempts) => [
    `maxAttempts of a client: ${show(maxAttempts)}`,
    () => ofClient({ retry: { maxAttempts } }),
    atOnce(invalid("options.retry.maxAttempts")),
  ]),
  ...each("maxAttempts", notAttempts, (retry) => ofCall({ retry }), "options.retry.maxAttempts"),
  ...each("baseDelayMs", notDelays, (retry) => ofOneCall({ retry }), "options.retry.baseDelayMs"),
  ...each("maxDelayMs", notDelays, (retry) => ofOneCall({ retry }), "options.retry.maxDelayMs"),
  ["retry: a revoked proxy", () => ofCall({ retry: hostile.revoked() }), invalid("options.retry")],
  ["retry: a proxy that throws at ownKeys", () => ofCall({ retry: hostile.ownKeys() }), invalid("options.retry")],
  [
    "retry: a getter that throws",
    () => ofCall({ retry: hostile.getter("maxAttempts") }),
    invalid("options.retry.maxAttempts"),
  ],
  ...signals.flatMap(([what, signal]) => [
    [`signal: ${what}`, () => ofCall({ signal }), invalid("options.signal")],
    [`signal of sign(): ${what}`, () => ofSign({ signal }), invalid("options.signal")],
  ]),
  ...each("region", notTexts, ofClient),
  ...each("endpoint", [...notTexts, new URL("https://live.aliyuncs.com")], ofClient),
  ...notRegions.map((region) => [
    `region: ${show(region)}`,
    () => ofClient({ region }),
    atOnce({ code: "ERR_INVALID_REGION", path: "options.region" }),
  ]),
  ...notEndpoints.map(([endpoint, what]) => [
    `endpoint: ${what}`,
    () => ofClient({ endpoint }),
    atOnce({ code: "ERR_INVALID_ENDPOINT", path: "options.endpoint" }),
  ]),
  ...each("signatureMethod", ["HMAC-SHA256", "acs3-hmac-sha256", "", 1, null, Symbol("x")], ofClient),
  ...each("network", ["private", "", null, 1], ofClient),
  ...each("alreadyStopped", ["ignore", true, null], ofClient),
  ...each("fetch", ["fetch", {}, null, 1], ofClient),
  ...each("userAgent", [...notTexts, "", " ", "a\r\nb: c", "é", "x".repeat(257)], ofClient),
  ...each("date", [...notDates, new Date(Number.NaN), new Date(8.64e15), Symbol("now")], ofSign),
  [
    "date: an object with the prototype of Date",
    () => ofSign({ date: Object.create(Date.prototype) }),
    invalid("options.date"),
  ],
  ...each("nonce", [...notTexts, "", "a b", "a\nb", "é", "x".repeat(129)], ofSign),
  ...each("method", ["PUT", "post", "", null, 1], ofSign),
  [
    "method: GET for an operation that requires POST",
    () => ofSign({ method: "GET" }),
    { code: "ERR_INVALID_METHOD", path: "options.method" },
  ],
  [
    "method: GET with a signature method that requires headers",
    () => client().sign("StopLiveStreamMonitor", { monitorId: "m" }, { method: "GET" }),
    { code: "ERR_INVALID_METHOD", path: "options.method" },
  ],
  ["an unknown option of a client", () => ofClient({ regoin: "cn-shanghai" }), atOnce(unknown("options.regoin"))],
  [
    "a signal for a client",
    () => ofClient({ signal: new AbortController().signal }),
    atOnce(unknown("options.signal")),
  ],
  ["an unknown option of a call", () => ofCall({ timeout: 1 }), unknown("options.timeout")],
  ["credentials for a call of a client", () => ofCall({ credentials: key }), unknown("options.credentials")],
  ["an unknown option of a call without a client", () => ofOneCall({ timeout: 1 }), unknown("options.timeout")],
  ["an unknown option of retry", () => ofCall({ retry: { attempts: 1 } }), unknown("options.retry.attempts")],
  ["an unknown option of sign()", () => ofSign({ timestamp: "x" }), unknown("options.timestamp")],
  ["retry for sign()", () => ofSign({ retry: false }), unknown("options.retry")],
]);
