// Exchanges with their outcomes: the recording of a run.
import { version } from "../../api/version.ts";
import { bodyOf, type Cleaner, clockOf, idsOf } from "./clean-exchange.ts";
import type { Judge, Judged } from "./judge.ts";
import type { RawExchange } from "./raw-exchange.ts";
import { type Exchange, FORMAT, HEADERS, type Recording } from "./recording.ts";

/** Makes the recording of exchanges. */
export async function recordingOf(
  raw: readonly RawExchange[],
  { cleaner, judge, ...head }: Pick<Recording, "service" | "region"> & { cleaner: Cleaner; judge: Judge },
): Promise<Recording> {
  const exchanges: Exchange[] = [];
  for (const [index, exchange] of cleaner.cleaned(raw).entries()) {
    const shown = await judge(exchange);
    const received = raw[index];
    // The outcome of the response itself: a placeholder could change it.
    const outcome = received === undefined ? shown : await judge(asReceived(received));
    exchanges.push({ ...exchange, outcome: outcome === shown ? shown : cleaner.outcome(outcome) });
  }
  return { format: FORMAT, ...head, program: `apsara-live ${version}`, exchanges: folded(exchanges) };
}

/** Returns what a client knows of an exchange, with all names in it. */
export function asReceived(raw: RawExchange): Judged {
  const headers = HEADERS.map((name) => [name, name === "date" ? null : raw.header(name)]);
  const date = raw.header("date");
  if (date !== null) headers.push(["date", clockOf(date, raw.clockMs)]);
  return {
    action: raw.step.action,
    status: raw.status,
    headers: Object.fromEntries(headers.filter(([, value]) => value !== null)),
    body: bodyOf(raw),
    text: raw.body,
    request: { ids: idsOf(raw.parameters) },
  };
}

/** Keeps the first of exchanges in a row that differ in their times and in the IDs of their requests only. */
function folded(exchanges: readonly Exchange[]): readonly Exchange[] {
  const kept: Exchange[] = [];
  for (const exchange of exchanges) {
    const last = kept.at(-1);
    if (last !== undefined && essence(last) === essence(exchange)) {
      kept[kept.length - 1] = { ...last, repeated: (last.repeated ?? 0) + 1 };
    } else kept.push(exchange);
  }
  return kept;
}

function essence({ step, status, headers, body, outcome }: Exchange): string {
  return JSON.stringify([step, status, headers, body, outcome]).replace(/\b(request|trace)-\d+/g, "$1");
}
