// Defined members.

/** Object without the members that are `undefined`. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Returns the members of an object that are not `undefined`. */
export function defined<T extends object>(members: T): Defined<T> {
  // Not by `Object.fromEntries`, which takes longer: each call comes here twice.
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) known[name] = value;
  // biome-ignore lint/plugin: the loop knows no names
  return known as Defined<T>;
}
