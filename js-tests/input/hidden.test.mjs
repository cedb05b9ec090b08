// Hidden characters in IDs: the core's table has the control, format and white-space characters of Unicode, and no others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";

const isHidden = (code) => /[\p{Cc}\p{Cf}\p{Z}]/u.test(String.fromCodePoint(code));
const isSurrogate = (code) => code >= 0xd800 && code < 0xe000;

test("the core knows the hidden characters of Unicode", async () => {
  const live = createClient({ credentials: { accessKeyId: "i", accessKeySecret: "s" } });
  const refusalOf = (code) =>
    live.sign("StopRtcCloudRecording", { taskId: `t${String.fromCodePoint(code)}3` }).then(
      () => undefined,
      ({ message }) => message,
    );
  // With their neighbours, at which the ranges of the table end.
  const codes = new Set();
  for (let code = 0; code <= 0x10ffff; code++) {
    if (isHidden(code)) for (const near of [code - 1, code, code + 1]) codes.add(near);
  }
  codes.delete(-1);
  for (const code of codes) {
    if (isSurrogate(code)) continue;
    const named = `U+${code.toString(16).toUpperCase().padStart(4, "0")} at 1`;
    const refusal = await refusalOf(code);
    if (isHidden(code)) assert.ok(refusal?.endsWith(`, but it has ${named}`), `${named}: ${refusal}`);
    else assert.equal(refusal, undefined, named);
  }
  assert.ok(codes.size > 200);
});
