// Migrations: both languages have the same pages. The tests of the folder migrate run their tables.
import { test } from "node:test";
import { compare, pagesOf } from "./support/pages.mjs";

test("both languages have the same migrations, with the same structure and code", () => {
  const { english, chinese } = pagesOf("migrate");
  compare(english, chinese);
});
