// Defined members.

/** Object without the members that are `undefined`. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Returns the members of an object that are not `undefined`. */
export function defined<T extends object>(members: T): Defined<T> {
  // `fromEntries` knows no names.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
