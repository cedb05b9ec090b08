// Download size: within the budget and as stated in the README.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sizes } from "../../xtask/sizes.mjs";
import { pkg, root } from "../support/paths.mjs";

const KB = 1024;
const { wasmPlusGlueGzip: budget } = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
const { gzip } = sizes(pkg).both;

test("the gzipped wasm and glue fit the budget", () => {
  assert.ok(gzip <= budget, `${gzip} bytes of ${budget}`);
});

test("the README states a size between the measured size and the budget", () => {
  const said = /(\d+) KB gzip/.exec(readFileSync(join(pkg, "README.md"), "utf8"));
  assert.ok(said, 'the README has no figure of the form "32 KB gzip"');
  const stated = Number(said[1]) * KB;
  assert.ok(stated >= gzip && stated <= budget, `stated: ${said[0]}, measured: ${gzip} bytes`);
});
