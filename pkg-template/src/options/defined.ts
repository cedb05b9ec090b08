// Defined members.

/** Object without the members that are `undefined`. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Returns the members of an object that are not `undefined`. */
export function defined<T extends object>(members: T): Defined<T> {
  // Not by entries, which take longer: each call comes here twice.
  const known: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const value: unknown = Reflect.get(members, name);
    if (value !== undefined) known[name] = value;
  }
  // biome-ignore lint/plugin: the loop knows no names
  return known as Defined<T>;
}
