// Signs one request.
import { openapiSigner } from "../../lib/openapi-core.mjs";

if (!openapiSigner()().headers.authorization) throw new Error("not signed");
