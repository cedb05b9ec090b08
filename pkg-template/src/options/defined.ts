// Defined members.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Returns the members of an object that are not `undefined`. */
export function defined<T extends object>(members: T): Defined<T> {
  // `fromEntries` knows no names.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
