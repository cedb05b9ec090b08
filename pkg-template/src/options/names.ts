// The names of a table, and objects with a value for each name.

/** Returns the names of an object whose type has all its members, such as a table. */
export const namesOf = <T extends object>(table: T): readonly (keyof T & string)[] =>
  // biome-ignore lint/plugin: `Object.keys` allows for members that the type lacks
  Object.keys(table) as (keyof T & string)[];

/** Returns an object with a value for each name. */
export const byName = <Name extends string, T>(names: readonly Name[], value: (name: Name) => T): Record<Name, T> =>
  // biome-ignore lint/plugin: `Object.fromEntries` forgets the names
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;

/** Whether a generated list, a text of names with spaces between them, has a name. */
export const isListed = (list: string, name: string): boolean => list.split(" ").includes(name);
