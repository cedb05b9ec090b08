// The first call of a process over the global fetch; the argument is the address of the server.
import { createClient } from "apsara-live";
import { credentials, taskId } from "../../lib/input.mjs";

const live = createClient({ credentials, endpoint: `http://${process.argv[2]}` });
if ((await live.stopRtcCloudRecording({ taskId })).taskId !== taskId) throw new Error("not stopped");
process.exit();
