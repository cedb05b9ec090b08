// Preloaded: the calls of a test that gives no `fetch` of its own go over node:http.
import { createHttpFetch } from "apsara-live/node";

globalThis.fetch = createHttpFetch();
