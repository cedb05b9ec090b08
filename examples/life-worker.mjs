// Runs life.mjs in a Cloudflare Worker against the emulator, which runs in the same Worker.
import { createClient } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";
import { life } from "./life.mjs";

export default {
  async fetch() {
    const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
    const service = createLiveEmulator({ accessKeys: [credentials] });
    const live = createClient({ credentials, fetch: service.fetch });
    let text = "";
    for await (const step of life(live, () => service.faults.push("lost-reply"))) text += `${step}\n`;
    return new Response(text);
  },
};
