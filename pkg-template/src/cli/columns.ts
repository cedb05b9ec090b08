// The names of columns and of members: which one holds the ID of a task, which a parameter, and which the caller's own data.
import type { Task } from "../api/stop-operations.ts";
import { type Kind, taskOf } from "./kinds.ts";
import { UsageError } from "./usage-error.ts";

/** Other names of the ID, as consoles and exports write them, by the member that holds it. The first name in a row counts. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  taskId: ["recordingId", "任务ID", "录制任务ID"],
  monitorId: ["监播ID", "监播室ID"],
};

/** The documented names of the column or member with the ID of a task. */
export const namesOf = ({ id }: Kind): readonly string[] => [id, ...(OTHER_NAMES[id] ?? []), "id"];

/** A name without case and punctuation. Letters of other scripts stay: without them "任务ID" and "频道ID" would be one name. */
export const simple = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s"_.-]/g, "");

const MAX_SHOWN = 60;

/** A name for a message: a name of a file may have megabytes. */
export const shown = (name: string): string => (name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name);

/** In an id, these characters indicate another format, or another encoding. */
const NEVER_IN_IDS = /^#|[,;"'{}\p{Cc}\p{Cf}\p{Z}\uFFFD]/u;

/** Refuses the whole input for one place in it. */
export const refused = (where: string, wrong: string, remedy: string): UsageError =>
  new UsageError(`${where} ${wrong}`, `${remedy} No task of this command was asked for.`);

/** Returns the task of an ID that stands alone. */
export function lineTask(id: string, kind: Kind, where: string): Task {
  return taskOf(kind, { [kind.id]: checkedId(id, where) });
}

function checkedId(id: string, where: string): string {
  if (id !== "" && !NEVER_IN_IDS.test(id)) return id;
  throw refused(
    where,
    "is no id",
    "Ids have no white space, invisible characters, quotes, commas or semicolons, and no # at their beginning.",
  );
}

/** The places of the members of a task in a list of names. */
export interface Columns {
  readonly id: number;
  /** Places of other parameters, with their names. */
  readonly more: readonly (readonly [number, string])[];
  /** Places of the caller's own data. */
  readonly own: readonly number[];
}

/**
 * Finds the columns; `undefined` if no name is known. `chosen` is the name of the column with the ID. An empty name is no name, also where
 * no other name is known.
 */
export function columnsOf(
  names: readonly string[],
  kind: Kind,
  chosen: string | undefined,
  where: string,
): Columns | undefined {
  const simpleNames = names.map(simple);
  const onlyPlace = (all: readonly string[], wanted: string): number | undefined => {
    const place = wanted === "" ? -1 : all.indexOf(wanted);
    if (place < 0) return undefined;
    const second = all.indexOf(wanted, place + 1);
    if (second >= 0) throw refused(where, `has ${shown(names[second] ?? "")} twice`, "Leave one of the two.");
    return place;
  };
  const placeOf = (name: string): number | undefined => onlyPlace(simpleNames, simple(name));
  // By its name, also where a row has no value there: another column of the row holds another kind of id.
  const id =
    chosen === undefined
      ? namesOf(kind)
          .map(placeOf)
          .find((at) => at !== undefined)
      : (onlyPlace(names, chosen) ?? placeOf(chosen));
  if (id === undefined) return undefined;
  const more: [number, string][] = [];
  for (const name of kind.more) {
    const place = placeOf(name);
    if (place !== undefined && place !== id) more.push([place, name]);
  }
  const taken = new Set([id, ...more.map(([place]) => place)]);
  const own = Array.from(names.keys()).filter((place) => !taken.has(place) && names[place] !== "");
  return { id, more, own };
}

/** Returns the task of a row of values. Its own data is its context. */
export function memberTask(
  names: readonly string[],
  values: readonly unknown[],
  { id: idPlace, more, own }: Columns,
  kind: Kind,
  where: string,
): Task {
  const id = values[idPlace];
  if (id === undefined) throw refused(where, `has no ${kind.id}`, `Fill in ${shown(names[idPlace] ?? "")}.`);
  if (typeof id !== "string") throw refused(where, `has a ${kind.id} that is no text`, "Write ids as JSON text.");
  const members: Record<string, unknown> = { [kind.id]: checkedId(id, where) };
  for (const [place, name] of more) if (values[place] !== undefined) members[name] = values[place];
  const data = own.flatMap((place) => (values[place] === undefined ? [] : [[names[place], values[place]] as const]));
  return taskOf(kind, data.length === 0 ? members : { ...members, context: contextOf(Object.fromEntries(data)) });
}

/** A member `context` holds all of it, as do the results that this program writes. */
function contextOf(data: Record<string, unknown>): unknown {
  const isOwn = data.type === "result" && "outcome" in data;
  return isOwn || (Object.keys(data).length === 1 && "context" in data) ? data.context : data;
}
