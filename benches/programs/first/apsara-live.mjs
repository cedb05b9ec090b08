// The first call of a process over createHttpFetch; the argument is the address of the server.
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { credentials, taskId } from "../../lib/input.mjs";

const live = createClient({ credentials, endpoint: `http://${process.argv[2]}`, fetch: createHttpFetch() });
if ((await live.stopRtcCloudRecording({ taskId })).taskId !== taskId) throw new Error("not stopped");
process.exit();
