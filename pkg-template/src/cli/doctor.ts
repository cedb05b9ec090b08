// `doctor`: credentials, proxy, endpoint, clock and signature, each with a sentence.
import process from "node:process";
import { LiveError } from "../api/live-error.ts";
import { version } from "../api/version.ts";
import type { Arguments } from "./arguments.ts";
import { type Connection, connected, endpointUrl, type Modules } from "./connection.ts";
import { EXIT_OF_CHECK } from "./exit-codes.ts";
import { explained, reasonOf } from "./explain.ts";
import type { Output } from "./output.ts";
import { type Place, placeOf, UnusableRegion } from "./place.ts";
import { useProxy } from "./proxy.ts";
import { UsageError } from "./usage-error.ts";

interface Check {
  readonly check: keyof typeof EXIT_OF_CHECK;
  readonly ok: boolean;
  readonly detail: string;
}

/** The service refuses a clock with this error; the client learns the difference. */
const FAR_OFF_MS = 15 * 60_000;

/** The time for a bare request. */
const REACH_MS = 10_000;

export async function doctor(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const failed: Check["check"][] = [];
  const tell = (check: Check): void => {
    if (!check.ok) failed.push(check.check);
    show(check, output);
  };
  const runtime =
    process.versions.bun === undefined ? `Node.js ${process.versions.node}` : `Bun ${process.versions.bun}`;
  tell({ check: "program", ok: true, detail: `apsara-live ${version}, ${runtime}` });
  const connection = await connectionOf(args, output, modules, tell);
  const endpoint = endpointUrl(args, connection?.place ?? placeOfOptions(args));
  await reach(endpoint, connection?.proxy.fetch ?? fetch, tell);
  if (connection !== undefined) await signature(connection, tell);
  const [first = "program"] = failed;
  if (failed.length > 0) output.error({ style: "red", text: "failed:" }, ` ${failed.join(", ")}`);
  return EXIT_OF_CHECK[first];
}

async function connectionOf(
  args: Arguments,
  output: Output,
  modules: Modules,
  tell: (check: Check) => void,
): Promise<Connection | undefined> {
  try {
    const connection = await connected(args, output, modules, { timeoutMs: 15_000, retry: { maxAttempts: 2 } });
    tell({ check: "credentials", ok: true, detail: `found in ${connection.credentialsFrom}` });
    tell({ check: "region", ok: true, detail: connection.place.how });
    tell({ check: "proxy", ok: true, detail: connection.proxy.how });
    return connection;
  } catch (error) {
    const known = error instanceof UsageError || (error instanceof LiveError && error.kind !== "internal");
    if (!known) throw error;
    const detail = error instanceof UsageError ? `${error.message}. ${error.remedy}` : error.message;
    const isProxy = await useProxy(endpointUrl(args, placeOfOptions(args)), modules.node).then(
      () => false,
      () => true,
    );
    const isOption = error instanceof LiveError && !error.message.includes("credentials");
    const check = isOption ? "options" : isProxy ? "proxy" : "credentials";
    tell({ check: error instanceof UnusableRegion ? "region" : check, ok: false, detail });
    return undefined;
  }
}

/** The place without a profile; `undefined` where its region is unusable. */
function placeOfOptions(args: Arguments): Place | undefined {
  try {
    return placeOf(args, undefined);
  } catch {
    return undefined;
  }
}

/** Any HTTP response will do; its date is the clock of the service. */
async function reach(
  endpoint: URL,
  send: (url: string, init: object) => PromiseLike<Response>,
  tell: (check: Check) => void,
) {
  const begunMs = performance.now();
  try {
    const response = await send(endpoint.href, { redirect: "manual", signal: AbortSignal.timeout(REACH_MS) });
    await response.body?.getReader().cancel();
    const tookMs = performance.now() - begunMs;
    tell({
      check: "endpoint",
      ok: true,
      detail: `${endpoint.host} answers HTTP ${response.status} in ${Math.round(tookMs)} ms`,
    });
    tell(clock(response.headers.get("date"), tookMs));
  } catch (error) {
    const detail = `${endpoint.host} does not answer: ${reasonOf(error)}. Check the network, the proxy, --region and --endpoint.`;
    tell({ check: "endpoint", ok: false, detail });
  }
}

function clock(date: string | null, tookMs: number): Check {
  const serviceMs = Date.parse(date ?? "");
  if (Number.isNaN(serviceMs)) return { check: "clock", ok: true, detail: "the response has no date to compare with" };
  // A date has whole seconds.
  const offMs = Math.abs(Date.now() - tookMs / 2 - (serviceMs + 500));
  const seconds = Math.round(offMs / 1000);
  if (offMs < 60_000)
    return { check: "clock", ok: true, detail: `within ${Math.max(1, seconds)} s of the service's clock` };
  const learnt = "The client learns the difference, and other programs will not.";
  const detail = `${seconds} s off the service's clock. ${learnt} Set this clock, for example by NTP.`;
  return { check: "clock", ok: offMs < FAR_OFF_MS, detail };
}

async function signature({ live }: Connection, tell: (check: Check) => void): Promise<void> {
  const accepted = (detail: string): void => tell({ check: "signature", ok: true, detail });
  try {
    await live.describeLiveStreamMonitorList({ pageNum: 1, pageSize: 1 });
    accepted("accepted: the list of monitors can be read");
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    const { happened, remedy } = explained(error, "check");
    const isSignature =
      /^(?:Signature|InvalidAccessKeyId|InvalidSecurityToken|MissingSecurityToken|IncompleteSignature|InvalidTimeStamp|IllegalTimestamp)/;
    if (error.kind === "service" && !error.retryable && !isSignature.test(error.code)) {
      accepted(`accepted, but the list of monitors is refused with ${error.code}: a stop needs its own RAM action`);
      return;
    }
    // The source of credentials was found, and has failed.
    const check = error.kind === "credentials" && error.attempts === 0 ? "credentials" : "signature";
    tell({ check, ok: false, detail: `${happened}. ${remedy}` });
  }
}

function show({ check, ok, detail }: Check, output: Output): void {
  if (output.json) output.value({ type: "check", check, ok, detail });
  else
    output.data(
      ok ? { style: "green", text: "ok  " } : { style: "red", text: "FAIL" },
      `  ${check.padEnd(11)}  ${detail}`,
    );
}
