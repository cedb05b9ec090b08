// Bundles by esbuild: a program ships only the modules that it uses, and nothing for an import without names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

const CONDITIONS = { default: [], workerd: ["workerd"], "edge-light": ["edge-light"] };

/** Leaves imports of wasm to the runtime, and drops those that the program does not use. */
const wasmImports = {
  name: "wasm-imports",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

/** Bundles a program; returns its text and the files of the package that contribute to it. */
async function bundled(program, conditions) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    outfile: "bundle.js",
    bundle: true,
    format: "esm",
    platform: "neutral",
    conditions,
    plugins: [wasmImports],
    metafile: true,
    write: false,
    logOverride: { "ignored-bare-import": "silent" },
  });
  const { inputs, imports } = metafile.outputs["bundle.js"];
  const shipped = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const files = [...shipped.map(([path]) => path), ...imports.map(({ path }) => path)].filter(
    (path) => path !== "<stdin>",
  );
  return { text: outputFiles[0].text, files: files.map((path) => path.split("/").at(-1)).sort() };
}

for (const [name, conditions] of Object.entries(CONDITIONS)) {
  for (const specifier of ["apsara-live", "apsara-live/slim", "apsara-live/testing"]) {
    test(`import "${specifier}" makes an empty bundle, condition ${name}`, async () => {
      assert.deepEqual(await bundled(`import "${specifier}";`, conditions), { text: "", files: [] });
    });
  }

  test(`import { LiveError } ships errors.js only, condition ${name}`, async () => {
    const { files } = await bundled(`export { LiveError } from "apsara-live";`, conditions);
    assert.deepEqual(files, ["errors.js"]);
  });

  test(`import * ships the modules of the names that the program reads, condition ${name}`, async () => {
    const program = `import * as live from "apsara-live"; export default live.LiveError;`;
    assert.deepEqual((await bundled(program, conditions)).files, ["errors.js"]);
  });

  test(`import { createApi } from slim ships no wasm, condition ${name}`, async () => {
    const { files } = await bundled(`export { createApi } from "apsara-live/slim";`, conditions);
    assert.deepEqual(files, ["client.js", "errors.js", "glue.js"]);
  });

  test(`import { createLiveEmulator } ships the emulator only, condition ${name}`, async () => {
    const { files } = await bundled(`export { createLiveEmulator } from "apsara-live/testing";`, conditions);
    assert.deepEqual(files, ["testing.js"]);
  });
}

const wasm = { default: "bytes.js", workerd: "apsara_live.wasm", "edge-light": "apsara_live.wasm?module" };

for (const [name, file] of Object.entries(wasm)) {
  test(`import { createClient } ships the wasm once, condition ${name}`, async () => {
    const { files } = await bundled(`export { createClient } from "apsara-live";`, CONDITIONS[name]);
    assert.deepEqual(
      files.filter((each) => Object.values(wasm).includes(each)),
      [file],
    );
  });
}

/** Texts of messages and options that only these modules have. */
const markers = {
  "the names of actions": "the name of an action: ASCII letters and digits",
  "the parameters of actions": "values in all",
  "the tables of actions": "CreateLiveRealTimeLogDelivery",
  "the options of actions and reads": '"a stop"',
  "the options of signatures": "yyyy-MM-ddTHH:mm:ssZ",
  "the lines of curl": "--globoff",
};

/** Names that a program exports, and the modules that they need. */
const programs = {
  stopRtcCloudRecording: [],
  stopLiveStreamMonitor: [],
  toCurl: ["the lines of curl"],
  createClient: Object.keys(markers).filter((name) => name !== "the lines of curl"),
  "createClient, toCurl": Object.keys(markers),
};

for (const [names, needed] of Object.entries(programs)) {
  for (const [name, conditions] of Object.entries(CONDITIONS)) {
    test(`import { ${names} } ships ${needed.join(", ") || "no other operation"}, condition ${name}`, async () => {
      const { text, files } = await bundled(`export { ${names} } from "apsara-live";`, conditions);
      const shipped = Object.keys(markers).filter((module) => text.includes(markers[module]));
      assert.deepEqual(shipped, needed);
      assert.equal(files.includes(wasm[name]), names !== "toCurl");
    });
  }
}
