// The state of the release, from the files that decide it.
import { readFileSync } from "node:fs";

export interface Release {
  readonly version: string;
  /** Whether the newest entry of the changelog has no date yet. */
  readonly isUnreleased: boolean;
  /** Whether the package is on npm. */
  readonly isPublished: boolean;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

function found(path: string, pattern: RegExp): string {
  const [, value] = pattern.exec(read(path)) ?? [];
  if (value === undefined) throw new Error(`${path} lacks ${pattern}`);
  return value;
}

export const release = (): Release => ({
  version: found("Cargo.toml", /^version = "(.+)"$/m),
  isUnreleased: found("CHANGELOG.md", /^## \[.+\] - (.+)$/m) === "Unreleased",
  isPublished: found("js-tests/support/publication.mjs", /^export const PUBLISHED = (\w+);$/m) === "true",
});
