// Bundles for Node.js, for the page, and without wasm.
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

const bundle = (name, dir, browser) => ({
  input: `src/${name}.js`,
  output: { dir: `dist/${dir}`, format: "es" },
  plugins: [nodeResolve({ browser }), terser()],
});

export default [bundle("node", "node", false), bundle("page", "browser", true), bundle("error", "error", true)];
