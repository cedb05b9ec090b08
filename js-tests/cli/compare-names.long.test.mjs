// A recording of `apsara-live compare` has no name and no secret, although the service repeats them in any member.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { assertNoLeak } from "../support/leaks.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { compared, compareFor, DOMAIN } from "./support/comparing.mjs";
import { otherService } from "./support/other-service.mjs";
import { run } from "./support/program.mjs";

const chars = (alphabet, minLength, maxLength = minLength) =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((list) => list.join(""));
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = LETTERS.slice(0, 26);
const DIGITS = "0123456789";

/** The credentials, which the program knows. */
const credentials = fc.record({
  accessKeyId: chars(LETTERS + DIGITS, 16, 24).map((text) => `LTAI5t${text}`),
  accessKeySecret: chars(`${LETTERS}${DIGITS}+/=&<>"'%!*()~`, 30),
  securityToken: chars(`${LETTERS}${DIGITS}+/=`, 60, 200),
});

/** Names and keys of others, which only the service knows. */
const others = fc.record({
  account: chars("123456789", 16),
  user: chars(LOWER, 8, 14),
  key: chars(LETTERS + DIGITS, 18).map((text) => `LTAI5t${text}`),
  email: chars(LOWER, 6, 10).map((name) => `${name}@school-${name}.example`),
  host: chars(LOWER, 8).map((name) => `push.${name}.com`),
  monitor: fc.uuid(),
  ip: fc.ipV4().filter((ip) => ip.length > 8),
  ipV6: chars(LOWER.slice(0, 6), 4).map((word) => `2001:db8:85a3:1:2:8a2e:370:${word}`),
  diagnosis: chars(LETTERS + DIGITS, 80),
});

const environmentOf = ({ accessKeyId, accessKeySecret }, securityToken) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
  ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
});

/** Puts everything into a response, in one of three forms. */
function repeatAll(exchange, known, names) {
  const all = [...Object.values(known), ...Object.values(names), exchange.request.url, exchange.request.body];
  const { authorization } = exchange.request.headers;
  const everything = [...all, authorization ?? ""].join(" ");
  const { account, user } = names;
  exchange.headers["x-acs-trace-id"] = names.diagnosis;
  const message = `${exchange.body.Message ?? ""} user ${user} of ${everything} is not authorized`;
  const detail = {
    AuthPrincipalDisplayName: user,
    AuthPrincipalOwnerId: account,
    EncodedDiagnosticMessage: names.diagnosis,
  };
  // A success keeps the members that the script needs.
  Object.assign(exchange.body, {
    Message: message,
    AccessDeniedDetail: detail,
    HostId: names.host,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(encodeURIComponent(everything))}`,
    [account]: { [names.monitor]: [Number(account), account, { Deep: everything }] },
    OwnerId: Number(account),
    Remark: user,
  });
  if (exchange.status === 200 || exchange.number % 3 === 0) return;
  if (exchange.number % 3 === 1) {
    exchange.headers["content-type"] = "text/xml;charset=utf-8";
    const parts = {
      RequestId: exchange.body.RequestId,
      Code: exchange.body.Code,
      Message: message,
      Owner: account,
      Name: user,
    };
    const elements = Object.entries(parts).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
    exchange.body = `<Error xmlns="http://${names.host}/" account="${account}">${elements.join("")}<!-- ${escaped(everything)} --></Error>`;
    return;
  }
  exchange.headers["content-type"] = "text/html";
  exchange.body = `<html>${escaped(everything)}</html>`;
}

const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[sign]);

test("no secret, no account and no ID is in a recording or in the output", async (t) => {
  const rows = fc.sample(fc.tuple(credentials, others), 4);
  for (const [key, names] of rows) {
    const made = [];
    const service = await otherService(t, {
      accessKeys: [{ ...key, expiration: new Date(Date.now() + 3_600_000).toISOString() }],
      change: (exchange) => {
        made.push(exchange.body.MonitorId, exchange.body.TaskId, exchange.body.RequestId);
        made.push(exchange.request.headers["x-acs-signature-nonce"]);
        made.push(/Signature=(.*)/.exec(exchange.request.headers.authorization ?? "")?.[1]);
        made.push(new URLSearchParams(exchange.request.body).get("Signature"));
        repeatAll(exchange, key, names);
      },
    });
    const file = join(await emptyFolder(t), "recording.json");
    const env = environmentOf(key, key.securityToken);
    const { code, stdout, stderr } = await compared(service.url, { args: ["--output", file], env });
    assert.equal(code, 1, stderr);
    const text = readFileSync(file, "utf8");
    const given = [
      DOMAIN,
      "1234567890123456",
      "lesson-7",
      "teacher-1",
      "bucket-of-school",
      "oss-of-school",
      "127.0.0.1",
    ];
    const secrets = [...Object.values(key), ...Object.values(names), ...made, ...given].filter(Boolean);
    for (const [what, shown] of Object.entries({ text, stdout, stderr })) {
      for (const form of [shown, shown.toLowerCase()]) {
        assertNoLeak(form, form === shown ? secrets : secrets.map((secret) => secret.toLowerCase()), what);
      }
    }
    // The rest stays: codes, statuses and names of members.
    assert.match(text, /"Code": "StreamMonitorAlreadyStop"|<Code>StreamMonitorAlreadyStop</);
  }
});

const ACCOUNT = "1234567890123456";
const KEY = { accessKeyId: "LTAI5tAbCdEfGhIjKlMnOpQr", accessKeySecret: "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123+/" };
const TOKEN = "CAISsecurity+token/with+signs0123456789abcdefgh==";
const { accessKeySecret: SECRET } = KEY;
const spaced = (text, size, sign) => text.match(new RegExp(`.{1,${size}}`, "g")).join(sign);
const each = (text, make) => [...text].map(make).join("");
const deep = (levels, value) => (levels === 0 ? value : { a: deep(levels - 1, value) });
const xml = (inside) => `<Error><Code>StreamMonitorNotExist</Code>${inside}</Error>`;

/** Messages, bodies and headers, each with a text that must not be in the recording. */
const HIDDEN = {
  "an account in groups": [{ Message: `owner ${spaced(ACCOUNT, 4, " ")}` }, "5678 9012"],
  "an account with commas": [{ Message: "owner 1,234,567,890,123,456" }, "567,890"],
  "an account in wide digits": [
    { Message: `owner ${each(ACCOUNT, (d) => String.fromCharCode(0xff10 + Number(d)))}` },
    "５６",
  ],
  "an account in members of three digits": [{ a: { ...ACCOUNT.match(/.{1,3}/g) } }, ': "456",'],
  "a secret in groups": [{ Message: `k ${spaced(SECRET, 4, " ")} .` }, "aBcD eFgH"],
  "a secret in lines": [{ Message: `k ${spaced(SECRET, 4, "\n")} .` }, "aBcD\\neFgH"],
  "a secret in entities": [{ Message: each(SECRET, (c) => `&#x${c.charCodeAt(0).toString(16)};`) }, "&#x42;&#x63;"],
  "a secret in escapes": [{ Message: each(SECRET, (c) => `\\u00${c.charCodeAt(0).toString(16)}`) }, "u0042"],
  "a secret with invisible signs": [{ Message: [...SECRET].join("\u200b") }, "a\u200bB\u200bc"],
  "a secret as bytes": [{ Message: [...SECRET].map((c) => c.charCodeAt(0)).join(",") }, "97,66,99,68"],
  "a secret in base64": [
    { Message: `k ${Buffer.from(SECRET).toString("base64")}` },
    Buffer.from(SECRET).toString("base64"),
  ],
  "a token of a form": [{ Message: `t ${TOKEN.replaceAll("+", " ")}` }, "with signs0123456789"],
  "a host like a code": [{ Message: "push Live.Janes.School failed" }, "Janes"],
  "a host of another script": [{ Message: "push 直播.学校.中国 failed" }, "学校"],
  "a short bucket": [{ Message: "bucket jane is missing" }, "jane"],
  "a name in a member of words": [{ Type: "janedoe", Status: "janedoe" }, "janedoe"],
  "a member that is a name": [{ Users: { janedoe: 1 } }, "janedoe"],
  "a kind that is a name": [{ janedoe: "x-y" }, "janedoe"],
  "a deep name": [deep(20, { User: "janedoe" }), "janedoe"],
  "a date that is none": [{ Owner: "2026-01-01T12.34.56.78" }, "12.34.56"],
  "an attribute": [xml('<User type="ram">janedoe</User><Host name="janedoe"/>'), "janedoe"],
  CDATA: [xml("<User><![CDATA[janedoe]]></User>"), "janedoe"],
  "a namespace": [xml("<e:User>janedoe</e:User>"), "janedoe"],
  "a comment": [xml("<!-- janedoe -->"), "janedoe"],
  "entities of XML": [xml(`<Message>${each(SECRET, (c) => `&#${c.charCodeAt(0)};`)}</Message>`), "#66"],
  "a key ID in a content type": [
    {},
    KEY.accessKeyId,
    { "content-type": `application/json; charset=${KEY.accessKeyId}` },
  ],
  "a name in a content type": [{}, "janes-school", { "content-type": "application/janes-school" }],
};

test("no form of a name or of a secret is in a recording", async (t) => {
  const probes = Object.entries(HIDDEN);
  const shown = [];
  while (probes.length > 0) {
    const sent = [];
    const service = await otherService(t, {
      accessKeys: [{ ...KEY, securityToken: TOKEN, expiration: new Date(Date.now() + 3_600_000).toISOString() }],
      change: (exchange) => {
        // An error ends no step before its time.
        const probe = exchange.status >= 400 ? probes.shift() : undefined;
        if (probe === undefined) return;
        const [what, [body, hidden, headers]] = probe;
        sent.push({ what, hidden });
        exchange.body = typeof body === "string" ? body : { Code: exchange.body.Code, RequestId: "r-1", ...body };
        Object.assign(exchange.headers, headers);
      },
    });
    const file = join(await emptyFolder(t), "recording.json");
    const { stderr } = await compared(service.url, { args: ["--output", file], env: environmentOf(KEY, TOKEN) });
    shown.push({ sent, text: readFileSync(file, "utf8") + stderr });
  }
  for (const { sent, text } of shown) {
    for (const { what, hidden } of sent) assert.ok(!text.toLowerCase().includes(hidden.toLowerCase()), what);
  }
});

test("codes, messages and members of the service stay, whatever the names of the account are", async (t) => {
  const shown = {
    Code: "MonitorIsNotRunning",
    Message: "The stream monitor of the user does not run, please check the MonitorId.",
    TaskStatus: "STOPPED",
    Mp4FileList: [],
  };
  const service = await otherService(t, {
    change: (exchange) => {
      if (exchange.body.Code === "NotFound.Task") Object.assign(exchange.body, shown);
    },
  });
  const file = join(await emptyFolder(t), "recording.json");
  const names = ["--app", "stopped", "--channel", "monitor", "--user", "already", "--storage", "{}"];
  const { code, stderr } = await run(compareFor(names, service.url, "--output", file));
  assert.equal(code, 1, stderr);
  const { exchanges } = JSON.parse(readFileSync(file, "utf8"));
  const bodyOf = (step) => exchanges.find((exchange) => exchange.step === step).body;
  assert.equal(bodyOf("stop again").Code, "StreamMonitorAlreadyStop");
  assert.equal(bodyOf("stop again").Message, "The monitor is already stopped.");
  const { Code, Message, Mp4FileList } = bodyOf("stop an unknown recording");
  assert.deepEqual([Code, Mp4FileList], [shown.Code, []]);
  // A name stands for itself alone where it is a word of its own.
  assert.equal(Message, "The stream channel-1 of the user does not run, please check the MonitorId.");
});

test("a long response is read at once", { timeout: 60_000 }, async (t) => {
  const long = ["a", "a-", "a.", "1 ", "<!--", "<![CDATA[", "a@", "&#"].map((text) => text.repeat(100_000));
  const service = await otherService(t, {
    change: (exchange) => {
      if (exchange.status >= 400) exchange.body.Message = long.shift() ?? exchange.body.Message;
    },
  });
  const { summary, stderr } = await compared(service.url);
  assert.deepEqual([summary?.type, long.length], ["summary", 0], stderr);
});
