// Server bundle with its dependencies, for a host without node_modules.
import { defineConfig } from "vite";

export default defineConfig({
  build: { ssr: "src/node.js", outDir: "dist/ssr-bundled", minify: true },
  ssr: { noExternal: true },
});
