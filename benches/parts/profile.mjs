// CPU profiles of signing and of calls: the functions with the largest self times.
import { mkdirSync } from "node:fs";
import { callers } from "../lib/callers.mjs";
import { scratch } from "../lib/paths.mjs";
import { selfTimes } from "../lib/profile.mjs";
import { serve } from "../lib/serve.mjs";
import { signers } from "../lib/signers.mjs";

const TOP = 15;
const AT_ONCE = 16;
const METHODS = { acs3: "apsara-live, ACS3-HMAC-SHA256", sha1: "apsara-live, HMAC-SHA1" };

const repeated = async (work, count) => {
  for (let i = 0; i < count; i++) await work();
};

export default async function run({ quick }) {
  mkdirSync(scratch, { recursive: true });
  const calls = await callers(await serve());
  const subjects = Object.entries(METHODS).flatMap(([short, name]) => [
    [`sign-${short}`, `sign: ${name}`, (count) => repeated(signers[name], count)],
    [`call-${short}`, `call: ${name}`, (count) => atOnce(calls[name], count / 10)],
  ]);
  const tables = [];
  for (const [file, title, work] of subjects) {
    const count = quick ? 10_000 : 60_000;
    await work(count / 5);
    const times = await selfTimes(file, () => work(count));
    const rows = times.slice(0, TOP).map(([frame, share]) => [frame, `${(share * 100).toFixed(1)} %`]);
    tables.push({ columns: [title, "self time"], rows });
  }
  return {
    title: "Where the time goes",
    text:
      `CPU profiles by V8: the ${TOP} functions with the largest self times, as shares of the time that was not idle. ${AT_ONCE} calls run at ` +
      "a time. The target directory has the profiles for the developer tools of a browser.",
    tables,
    targets: [],
  };
}

const atOnce = (work, count) => Promise.all(Array.from({ length: AT_ONCE }, () => repeated(work, count / AT_ONCE)));
