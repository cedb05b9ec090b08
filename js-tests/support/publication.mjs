// Source of the package in documents and examples, before and after its first publication on npm.

/** Whether the package is on npm. After its first publication, change this, and the tests name each file that says otherwise. */
export const PUBLISHED = false;

/** Returns the dependency of each example: the packed file of the clone, or the published version. */
export const dependencyOn = (version) => (PUBLISHED ? `^${version}` : "file:../../target/npm/apsara-live.tgz");

/** The name of the package as a registry knows it, and not as a part of a path. */
const NAME = String.raw`["']?(?:npm:)?apsara-live(?:-core|-encoding)?(?:@[\w.^~]+)?(?![\w/@-]|\.\w)`;
/** Space within a command, which may go on in the next line. */
const SPACE = String.raw`(?:[ \t]|\\\r?\n)+`;
/** The words between a command and the name: options, and other packages. */
const OTHERS = String.raw`(?:${SPACE}(?!apsara-live|\S*\.tgz)["']?[-@\w./:=]+["']?)*?${SPACE}`;

/** `npx --no` runs an installed package, and fails if there is none. */
const FETCHING = new RegExp(
  [
    String.raw`\b(?:npx(?! --no )|bunx|pnpx)${OTHERS}${NAME}`,
    String.raw`\b(?:c?npm|pnpm|yarn|bun|deno|cargo) (?:i|install|add|exec|x|dlx|pack|run)\b${OTHERS}${NAME}`,
    String.raw`\b(?:npm:|jsr:@apsara-live/)apsara-live\b`,
    // Hosts that serve whatever npm has under a name.
    String.raw`\b(?:unpkg\.com|esm\.sh|esm\.run|jsdelivr\.net/npm|skypack\.dev)/apsara-live\b`,
    // A dependency of package.json or of Cargo.toml.
    String.raw`"apsara-live": ?"[\^~]?\d[\w.-]*"`,
    String.raw`^apsara-live(?:-core|-encoding)? = (?:"|\{ version)`,
  ].join("|"),
  "gm",
);

/** Returns the commands in a text that take the package from a registry, where everyone may register an unpublished name. */
export const fetchesByName = (text) => [...text.matchAll(FETCHING)].map(([command]) => command);
