// One bundle for Node.js, one for the page, and one that needs no wasm.
const bundle = (target, entry, output) => ({ mode: "production", target, entry, output });

export default [
  bundle("node20", "./src/node.js", { path: `${import.meta.dirname}/dist/node`, filename: "node.cjs" }),
  bundle("web", "./src/page.js", { path: `${import.meta.dirname}/dist/web`, filename: "page.js" }),
  bundle("web", "./src/error.js", {
    path: `${import.meta.dirname}/dist/error`,
    filename: "error.js",
    library: { type: "module" },
  }),
];
