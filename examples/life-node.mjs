// Runs life.mjs in Node.js against the emulator, on a loopback socket.
import { createClient } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";
import { life } from "./life.mjs";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const service = createLiveEmulator({ accessKeys: [credentials] });
const server = await service.serve();
try {
  const live = createClient({ credentials, endpoint: server.url });
  for await (const step of life(live, () => service.faults.push("lost-reply"))) console.log(step);
} finally {
  await server.close();
}
