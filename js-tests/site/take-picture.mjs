// Writes docs/public/playground.png, the picture of the README: `npm run picture` in js-tests, after `cargo xtask docs`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/paths.mjs";
import { pictureOf } from "./support/picture.mjs";
import { openSite } from "./support/site.mjs";

const endings = [];
try {
  const site = await openSite({ after: (ending) => endings.push(ending) });
  writeFileSync(join(root, "docs", "public", "playground.png"), await pictureOf(site));
} finally {
  for (const end of endings.reverse()) await end();
}
