// Download size: within the budget.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sizes } from "../../xtask/sizes.mjs";
import { pkg, root } from "../support/paths.mjs";

const { wasmPlusGlueGzip: budget } = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
const { gzip } = sizes(pkg).both;

test("the gzipped wasm and glue fit the budget", () => {
  assert.ok(gzip <= budget, `${gzip} bytes of ${budget}`);
});
