// Signs one request.
import { createClient } from "apsara-live";

const live = createClient({ credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" } });
const { headers } = await live.sign("StopRtcCloudRecording", { taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
if (!headers.authorization) throw new Error("not signed");
