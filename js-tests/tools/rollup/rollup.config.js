// One bundle for Node.js, one for the page, and one that needs no wasm.
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

const bundle = (name, dir, browser) => ({
  input: `src/${name}.js`,
  output: { dir: `dist/${dir}`, format: "es" },
  plugins: [nodeResolve({ browser }), terser()],
});

export default [bundle("node", "node", false), bundle("page", "browser", true), bundle("error", "error", true)];
