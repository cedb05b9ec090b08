import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const bindings = {
  ACCESS_KEY_ID: "testid",
  ACCESS_KEY_SECRET: "testsecret",
  LIVE_ENDPOINT: process.env.LIVE_ENDPOINT,
};

export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.jsonc" }, miniflare: { bindings } })],
});
