// The first call of a process by the core of the vendor's generated clients; the argument is the address of the server.
import { taskId } from "../../lib/input.mjs";
import { openapiCore } from "../../lib/openapi-core.mjs";

if ((await openapiCore(process.argv[2])()) !== taskId) throw new Error("not stopped");
process.exit();
