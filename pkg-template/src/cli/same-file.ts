// Whether a file that a command writes is another file of the command, under any path or link.
import { type BigStats, fstatSync, statSync } from "node:fs";
import type { Arguments } from "./arguments.ts";

/** Returns the other use of a file by the command: the input, the output, or one of the options `others`. */
export function userOf(path: string, args: Arguments, ...others: readonly string[]): string | undefined {
  const own = statsOf(path);
  // Devices may be shared: /dev/null.
  if (own?.isFile() !== true) return undefined;
  const files: [string, string | number][] = [
    ["stdin", 0],
    ["stdout", 1],
    ["stderr", 2],
  ];
  for (const name of ["from", ...others]) {
    const file = args.value(name);
    if (file !== undefined && file !== "-") files.push([`--${name}`, file]);
  }
  return files.find(([, file]) => {
    const stats = statsOf(file);
    return stats?.ino === own.ino && stats.dev === own.dev;
  })?.[0];
}

/** 64-bit numbers, as Windows has for files: with rounded numbers, two files could look equal. */
export function statsOf(file: string | number): BigStats | undefined {
  try {
    return typeof file === "number" ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true });
  } catch {
    // The file does not exist, or is not accessible.
    return undefined;
  }
}
