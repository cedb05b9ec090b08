// Library without calls, which needs no wasm.
import { defineConfig } from "vite";

export default defineConfig({
  build: { lib: { entry: "src/error.js", formats: ["es"] }, outDir: "dist/error" },
});
