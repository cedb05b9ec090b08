// The first call of a process by the vendor's client; the argument is the address of the server.
import { RPCClient } from "@alicloud/pop-core";
import { credentials, operation, taskId, version } from "../../lib/input.mjs";

const client = new RPCClient({ ...credentials, endpoint: `http://${process.argv[2]}`, apiVersion: version });
if ((await client.request(operation, { TaskId: taskId }, { method: "POST" })).TaskId !== taskId) throw new Error();
process.exit();
