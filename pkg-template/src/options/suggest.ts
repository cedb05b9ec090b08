// Suggestions for misspelt keys: "did you mean".

/** Returns `did you mean "taskId"?` for a key that is close to a known one. */
export function suggestion(key: string, known: readonly string[]): string | undefined {
  const plain = shortened(key);
  const meant = known.find((name) => isClose(plain, simplified(name)));
  return misspelling(key, known) ?? (meant && didYouMean(meant));
}

/** The same, only for another spelling of a known key, or one edit: the names of actions begin with names of others. */
export function misspelling(key: string, known: readonly string[]): string | undefined {
  const plain = shortened(key);
  const meant =
    known.find((name) => simplified(name) === plain) ?? known.find((name) => isOneEditAway(plain, simplified(name)));
  return meant && didYouMean(meant);
}

/** No name is as long: a key of the caller may have any length. */
const shortened = (key: string): string => simplified(key.slice(0, 64));

export const didYouMean = (name: string): string => `did you mean "${name}"?`;

/** `TaskId`, `task_id` and `TASK-ID` are all `taskid`. */
export const simplified = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The same, the beginning or the end of the other, or one edit away from it. */
function isClose(given: string, name: string): boolean {
  if (given.length < 3) return given === name;
  return name.startsWith(given) || name.endsWith(given) || given.startsWith(name) || isOneEditAway(given, name);
}

function isOneEditAway(given: string, name: string): boolean {
  if (given.length < 3) return false;
  let at = 0;
  while (at < given.length && given[at] === name[at]) at++;
  const rest = (text: string, skipped: number): string => text.slice(at + skipped);
  return [
    [1, 1],
    [1, 0],
    [0, 1],
    // Two swapped letters.
    [2, 2],
  ].some(([a = 0, b = 0]) => rest(given, a) === rest(name, b));
}
