// Preloaded: as global-fetch.mjs, but a call sees a function like `fetch`, without the protocol of the package's own transports.
import { createHttpFetch } from "apsara-live/node";

const fetch = createHttpFetch();
globalThis.fetch = (url, init) => fetch(url, init);
