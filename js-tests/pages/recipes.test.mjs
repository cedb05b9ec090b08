// Recipes: each example has a page in both languages, which includes files that exist, and each example declares what it imports.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifest, root, tests } from "../support/paths.mjs";
import { dependencyOn } from "../support/publication.mjs";
import { compare, pagesOf } from "./support/pages.mjs";

const examples = join(root, "examples");
const projects = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const { english, chinese } = pagesOf("recipes");

/** The targets of VitePress's `<<< @/../examples/<path>#<region>{<language>}`; `@` is the folder docs. */
const includes = ({ text }) =>
  [...text.matchAll(/^<<< (.*)$/gm)].map(([, target]) => {
    const [, path, region, language] = /^@\/\.\.\/(examples\/[^#{]+)(?:#([\w-]+))?(?:\{(\w+)\})?$/.exec(target) ?? [];
    assert.ok(path, `an include of another form: ${target}`);
    // The highlighter does not know the extension.
    if (path.endsWith(".mjs")) assert.equal(language, "js", target);
    return { path, region };
  });

for (const page of [...english, ...chinese]) {
  test(`${page.name}: its includes exist`, () => {
    assert.ok(includes(page).length > 0);
    for (const { path, region } of includes(page)) {
      const file = join(root, ...path.split("/"));
      assert.ok(existsSync(file), path);
      const code = readFileSync(file, "utf8");
      if (region !== undefined)
        assert.match(code, new RegExp(`// #region ${region}\n[^]*// #endregion ${region}\n`), path);
    }
  });
}

/** GitHub shows the line of an include as it stands. */
for (const page of [...english, ...chinese]) {
  test(`${page.name}: a link to the file stands before each include`, () => {
    const paragraphs = page.text.split(/\n{2,}/);
    for (const { path } of includes(page)) {
      const places = paragraphs.flatMap((text, index) => (text.startsWith(`<<< @/../${path}`) ? [index] : []));
      assert.ok(places.length > 0, path);
      for (const place of places) {
        const url = `https://github.com/apsara-live/apsara-live/blob/main/${encodeURI(path)}`;
        assert.ok(paragraphs[place - 1].includes(`](${url})`), `${path}: ${paragraphs[place - 1]}`);
      }
    }
  });
}

/** The commands of a page, which both languages have alike. */
const commands = ({ text }) => [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block);

for (const page of english.filter((page) => commands(page).length > 0)) {
  test(`${page.name}: its commands parse as shell commands, and run files that exist`, () => {
    const folders = includes(page).map(({ path }) => join(root, ...path.split("/").slice(0, 2)));
    for (const block of commands(page)) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
      assert.equal(status, 0, stderr);
      for (const [, file] of block.matchAll(/\bnode ([\w.-]+\.mjs)/g)) {
        assert.ok(
          folders.some((folder) => existsSync(join(folder, file))),
          `${page.name} runs ${file}`,
        );
      }
    }
  });
}

for (const page of english.filter((page) => page.text.includes("wrangler deploy"))) {
  test(`${page.name}: its secrets are set before the Worker is deployed`, () => {
    const secrets = page.text.indexOf("wrangler secret put");
    assert.ok(secrets > 0 && secrets < page.text.indexOf("wrangler deploy"));
    const [{ path }] = includes(page).filter(({ path }) => path.endsWith("wrangler.jsonc"));
    const configuration = readFileSync(join(root, ...path.split("/")), "utf8");
    const [, required] = /"secrets": \{ "required": (\[.*\]) \}/.exec(configuration) ?? [];
    assert.ok(required, `${path} does not require its secrets`);
    for (const name of JSON.parse(required)) assert.match(page.text, new RegExp(`for name in .*\\b${name}\\b`));
  });
}

test("both languages have the same recipes, with the same structure and code", () => {
  compare(english, chinese);
});

test("each example has a page", () => {
  const included = english.flatMap(includes).map(({ path }) => path.split("/")[1]);
  assert.deepEqual(new Set(included), new Set(projects));
});

/** Packages of the recipes, and packages that the tests of another folder pin. */
const pinned = Object.assign(
  {},
  ...[tests, join(tests, "recipes")].map((folder) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { ...devDependencies, ...dependencies };
  }),
);

test("each example in JavaScript has a package.json", () => {
  assert.deepEqual(
    projects.filter((name) => !existsSync(join(examples, name, "package.json"))),
    ["rust"],
  );
});

for (const name of projects.filter((name) => existsSync(join(examples, name, "package.json")))) {
  test(`examples/${name} declares its imports, in the tested version`, () => {
    const folder = join(examples, name);
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const declared = { ...dependencies, ...devDependencies };
    const files = readdirSync(folder, { recursive: true }).filter((file) =>
      /^(?!.*node_modules).*\.(?:m?js|ts)$/.test(file),
    );
    const specifiers = files.flatMap((file) => {
      const code = readFileSync(join(folder, file), "utf8");
      return [...code.matchAll(/(?:from|require\() ?"([^."][^"]*)"/g)].map(([, specifier]) => specifier);
    });
    assert.ok(specifiers.length > 0);
    for (const specifier of specifiers.filter((text) => !/^(node|cloudflare):/.test(text))) {
      const [, imported] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier);
      assert.ok(imported in declared, `${imported} is not in package.json`);
    }
    for (const [dependency, version] of Object.entries(declared)) {
      assert.equal(
        version,
        dependency === "apsara-live" ? dependencyOn(manifest.version) : pinned[dependency],
        dependency,
      );
    }
  });
}
