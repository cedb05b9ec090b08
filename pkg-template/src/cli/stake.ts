// The number, the account and the region of the tasks of a run, for the question before the run and for its summary.
import type { Journal } from "../api/stop-all.ts";
import type { Task } from "../api/stop-operations.ts";
import { checkedTask } from "../stop-all/task.ts";
import type { Connection } from "./connection.ts";
import { idOf, type Kind } from "./kinds.ts";

/** The account and the place of a run. */
export interface Stake {
  readonly region: string;
  /** The host of requests; missing if no request can be signed. */
  readonly host?: string;
  /** The source of the credentials, such as `profile prod`. */
  readonly credentials: string;
  /** The first and the last four characters of the AccessKey ID; missing without a signature. */
  readonly key?: string;
}

/** Finds the host and the AccessKey ID in a signed request for one of the tasks, which is not sent. */
export async function stakeOf({ live, found, place }: Connection, kind: Kind, task: Task): Promise<Stake> {
  const known = { region: place.region, credentials: found?.name ?? "no credentials" };
  try {
    const { url, headers, body } = await live.sign<string>(kind.operation, { [kind.id]: idOf(task, kind) });
    const id =
      /Credential=([^,]+)/.exec(headers.authorization ?? "")?.[1] ?? new URLSearchParams(body).get("AccessKeyId");
    return { ...known, host: new URL(url).host, ...(id && { key: shortened(id) }) };
  } catch {
    // The run reports the error for each task.
    return known;
  }
}

/** Returns the words after "Stop 30 recordings". */
export function wordsOf({ region, host, credentials, key }: Stake): string {
  const [where, who] = [host, key].map((detail) => (detail === undefined ? "" : ` (${detail})`));
  return `in ${region}${where} with ${credentials}${who}`;
}

/** Returns the question, and the number of tasks that it is about. */
export function questionOf(
  tasks: readonly Task[],
  { noun }: Kind,
  stake: Stake,
  journal: Journal | undefined,
  path = "",
): { readonly left: number; readonly question: string } {
  const { length: total } = tasks;
  const done = journal === undefined ? 0 : tasks.filter((task) => isDone(task, journal)).length;
  const left = total - done;
  const number = (count: number): string => count.toLocaleString("en-US");
  const what =
    done === 0
      ? `${number(total)} ${noun}s`
      : `${number(left)} of ${number(total)} ${noun}s (${number(done)} already in ${path})`;
  return { left, question: `Stop ${what} ${wordsOf(stake)}?` };
}

function isDone(task: Task, journal: Journal): boolean {
  try {
    return journal.has(checkedTask(task).key) === true;
  } catch {
    // An unusable task, which the run refuses.
    return false;
  }
}

const shortened = (id: string): string => (id.length > 8 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);
