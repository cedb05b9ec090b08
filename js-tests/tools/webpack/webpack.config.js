// Bundles for Node.js, for the page, and of a program without calls.
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
