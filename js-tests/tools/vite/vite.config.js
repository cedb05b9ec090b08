// What Vite does by itself, but for two things: an address that is the same in every system, and a folder for each build.
import { defineConfig } from "vite";

export default defineConfig({
  server: { host: "127.0.0.1" },
  build: { outDir: "dist/page" },
});
