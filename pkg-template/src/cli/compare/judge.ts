// What a call of the client makes of a recorded response: the client itself reads and judges it, and nothing is sent.
import type { LiveEvent } from "../../api/events.ts";
import { LiveError } from "../../api/live-error.ts";
import type { ClientOptions } from "../../api/options.ts";
import type { Client } from "../../client/client.ts";
import { OPERATIONS, type OperationName } from "../../generated/operations.ts";
import { STATE_QUESTIONS } from "../../generated/stops.ts";
import { isOperation, keyOf } from "../../options/params.ts";
import { isObject } from "../../options/validate.ts";
import { stateWord } from "../../stop-all/state-word.ts";
import { madeId } from "./made-id.ts";
import { bodyText, type Exchange } from "./recording.ts";
import { madeBy } from "./script.ts";

/** The part of an exchange that a client knows. */
export type Judged = Pick<Exchange, "action" | "status" | "headers" | "body"> & {
  readonly request: Pick<Exchange["request"], "ids">;
  /** The body as it was received. A recording has it no more. */
  readonly text?: string;
};

/**
 * Returns the outcome in a few words: of a stop, the state that a description tells, `accepted`, the error, or, where a call sends
 * another request, the reason for it.
 */
export type Judge = (exchange: Judged) => Promise<string>;

/** Nobody's, and in no response: the client masks the credentials that it signs with. */
const CREDENTIALS = { accessKeyId: "nobodys-key-id-of-a-replay", accessKeySecret: "nobodys-secret-of-a-replay" };

export function judgeBy(createClient: (options: ClientOptions) => Client): Judge {
  return async (exchange) => {
    const ending = new AbortController();
    let again: string | undefined;
    let isUnknown = false;
    const onEvent = (event: LiveEvent): void => {
      if (event.type === "outcome") isUnknown = event.outcomeUnknown;
      if (event.type !== "retry") return;
      const learns = event.clockOffsetMs === undefined ? "" : ", with the service's clock";
      again = `sends again after ${event.kind} ${event.code}${learns}`;
      ending.abort();
    };
    const fetch = async (): Promise<Response> => responseOf(exchange);
    const live = createClient({ credentials: CREDENTIALS, fetch, quota: false, onEvent });
    try {
      return await resultOf(live, exchange, ending.signal);
    } catch (error) {
      if (again !== undefined) return `${again}${isUnknown ? ", outcome unknown until then" : ""}`;
      if (!(error instanceof LiveError)) throw error;
      const { kind, code, retryable, outcomeUnknown } = error;
      return `error ${kind} ${code}${retryable ? ", retryable" : ""}${outcomeUnknown ? ", outcome unknown" : ""}`;
    }
  };
}

/** Whether a call sends another request because the first was throttled. */
export const isThrottled = (outcome: string): boolean => outcome.startsWith("sends again after throttled ");

type Described = Readonly<Record<string, unknown>>;

async function resultOf(live: Client, { action, request }: Judged, signal: AbortSignal): Promise<string> {
  if (!isOperation(action)) {
    const { reply } = await live.call(action, request.ids, { signal });
    const makes = madeBy(action);
    return makes === undefined || madeId(reply, makes === "monitor" ? "monitorid" : "taskid") !== undefined
      ? "accepted"
      : "accepted, without an ID";
  }
  // biome-ignore lint/plugin: a union of operations does not say that the parameters belong to the method
  const method = live[OPERATIONS[action].method] as unknown as (
    params: Described,
    options: { signal: AbortSignal },
  ) => Promise<Described>;
  const result = await method(paramsOf(action, request.ids), { signal });
  const { outcome, code } = result;
  if (typeof outcome === "string") return code === undefined ? outcome : `${outcome} by ${code}`;
  return stateIn(result, action, request.ids) ?? "no state";
}

/** The parameters that the operation has: IDs, and a region, which has no placeholder. */
function paramsOf(action: OperationName, ids: Exchange["request"]["ids"]): Described {
  const names = Object.keys(OPERATIONS[action].parameters);
  const values: Described = { Region: "cn-shanghai", ...ids };
  return Object.fromEntries(names.filter((name) => name in values).map((name) => [keyOf(name), values[name]]));
}

/** Returns the word for the state of the task. */
function stateIn(result: Described, action: string, ids: Exchange["request"]["ids"]): string | undefined {
  const question = Object.values(STATE_QUESTIONS).find(({ operation }) => operation === action);
  if (question === undefined) return undefined;
  const { list, status, states } = question;
  const found = list === null ? result : ownRow(result[list], ids.MonitorId);
  if (found === undefined) return "no such task";
  return stateWord(states, found[status]) ?? String(found[status]);
}

const ownRow = (list: unknown, id: string | undefined): Described | undefined =>
  Array.isArray(list) ? list.find((row) => isObject(row) && row.monitorId === id) : undefined;

/** A response has no body with these. */
const NULL_BODY_STATUSES = [204, 205, 304];

function responseOf({ status, headers, body, text = bodyText(body) }: Judged): Response {
  const { date, ...others } = headers;
  const own = date === undefined ? others : { ...others, date: dateOf(date) };
  return new Response(NULL_BODY_STATUSES.includes(status) ? null : text, { status, headers: own });
}

/** The date that `now`, `now + N min` or `now - N min` stands for; any other text is no date. */
function dateOf(clock: string): string {
  const [, sign = "", minutes = "0"] = /^now(?: ([+-]) (\d+) min)?$/.exec(clock) ?? [undefined, "", "no"];
  const ms = Number(`${sign}${minutes}`) * 60_000;
  return Number.isNaN(ms) ? clock : new Date(Date.now() + ms).toUTCString();
}
