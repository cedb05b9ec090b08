// Defaults of Vite, except for an address that is the same on every system and a folder for each build.
import { defineConfig } from "vite";

export default defineConfig({
  server: { host: "127.0.0.1" },
  build: { outDir: "dist/page" },
});
