// Arbitrary responses: any status, any headers, and bodies like the service sends them.
import fc from "fast-check";
import { httpDates } from "./judge.mjs";

export const taskId = "task-1";

const word = fc.constantFrom(
  taskId,
  "R",
  "",
  " ",
  "OK",
  "200",
  "Success",
  "false",
  "C",
  "NoPermission",
  "InvalidParameter.TaskId",
  "NotFound.Task",
  "Throttling.User",
  "InternalError",
  "SignatureNonceUsed",
  "InvalidTimeStamp.Expired",
  "marker-secret",
  "x marker-token x",
  "FAILED",
  "task state: STOPPED",
);
const name = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      ...["RequestId", "requestId", "TaskId", "taskid", "Code", "code", "CODE", "Message", "Recommend", "HostId"],
      ...["Success", "success", "Error", "errors", "errorCode", "error_message", "Err-Code", "Data", "__proto__"],
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 8, arbitrary: word },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, 1, 200, 2 ** 53) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 1, arbitrary: tie("object") },
  ),
  object: fc.array(fc.tuple(name, tie("value")), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
}));
/** An object that is nearly a success or a refusal, so that the rare outcomes are not rare here. */
const near = fc
  .tuple(
    fc.constantFrom([["RequestId", "R"]], [["requestid", "R"]], []),
    fc.constantFrom([["TaskId", taskId]], [["taskId", taskId]], [["Code", "InvalidParameter.TaskId"]], [["Code", "C"]]),
    fc.array(fc.tuple(name, value), { maxLength: 2 }),
  )
  .map(
    (parts) =>
      `{${parts
        .flat()
        .map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`)
        .join()}}`,
  );
const element = fc
  .tuple(fc.constantFrom("RequestId", "Code", "Message", "TaskId", "x"), word)
  .map(([tag, text]) => `<${tag}>${text}</${tag}>`);
const xml = fc
  .tuple(
    fc.constantFrom("<Error>", '<?xml version="1.0"?><Error>', "<html>", '<!DOCTYPE Error><Error a="b">', "<Errors>"),
    fc.array(element, { maxLength: 4 }),
    fc.constantFrom("</Error>", "</html>", "", "</Error><Error/>"),
  )
  .map(([open, inner, close]) => `${open}${inner.join("")}${close}`);

export const encoded = (text) => new TextEncoder().encode(text);
const whole = fc
  .oneof(
    { weight: 4, arbitrary: near },
    { weight: 2, arbitrary: value.map((any) => JSON.stringify(any)) },
    { weight: 2, arbitrary: xml },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  )
  .map(encoded);
/** Changes to a body on the way. */
export const body = fc.oneof(
  { weight: 6, arbitrary: whole },
  { weight: 1, arbitrary: fc.tuple(whole, fc.nat(80)).map(([bytes, length]) => bytes.subarray(0, length)) },
  { weight: 1, arbitrary: fc.tuple(whole, whole).map(([one, two]) => Uint8Array.of(...one, ...two)) },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, fc.nat(80), fc.nat(255)).map(([bytes, at, byte]) => {
      const changed = Uint8Array.from(bytes);
      changed[at % (bytes.length || 1)] = byte;
      return changed;
    }),
  },
  { weight: 1, arbitrary: whole.map((bytes) => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);
export const longBody = fc
  .tuple(fc.constantFrom(65_535, 65_536, 65_537, 200_000), fc.constantFrom("stopped", "refused"))
  .map(([length, what]) => {
    const text = JSON.stringify({ RequestId: "R", TaskId: taskId, ...(what === "refused" && { Code: "C" }), x: "" });
    return encoded(text.replace('"x":""', `"x":"${"x".repeat(length - text.length)}"`));
  });

/** Seconds of any year, or of these days: an offset of more than a day is not learnt. */
const seconds = (anyYear) =>
  fc.oneof(
    anyYear,
    fc.integer({ min: -100_000, max: 100_000 }).map((offset) => Math.trunc(Date.now() / 1000) + offset),
  );
export const dateText = fc.oneof(
  fc
    .tuple(seconds(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 })), fc.nat(3))
    .map(([seconds, form]) => httpDates(seconds * 1000)[form]),
  fc
    .tuple(
      seconds(fc.integer({ min: 0, max: 4_102_444_800 })),
      fc.nat(3),
      fc.nat(28),
      fc.constantFrom(..."0123456789 :-,GSJanFb"),
    )
    .map(([seconds, form, at, character]) => {
      const text = httpDates(seconds * 1000)[form];
      return text.slice(0, at) + character + text.slice(at + 1);
    }),
  fc.constantFrom(
    "1",
    "0",
    "2026",
    "Sat, 31 Feb 2026 00:00:00 GMT",
    "Fri, 01 Jan 10000 00:00:00 GMT",
    "Sun Feb 29 00:00:00 2026",
  ),
);
const headerText = fc.oneof(
  dateText,
  fc.constantFrom("0", "1", "-1", "1.5", "250", "1e3", "999999999999999", "R", "marker-secret", ""),
);
export const headers = fc.dictionary(
  fc.constantFrom("date", "retry-after", "x-acs-retry-after", "x-acs-request-id"),
  headerText,
);
export const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 400, 403, 404, 408, 429, 500, 503) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999 }) },
);
export const response = fc.record({
  status,
  headers,
  bytes: fc.oneof({ weight: 30, arbitrary: body }, { weight: 1, arbitrary: longBody }),
});

/** A response with any status, in the form that a `fetch` of the caller may return. */
export const respond = ({ status, headers, bytes }) => ({
  status,
  headers: new Headers(headers),
  body: new Blob([bytes]).stream(),
});
