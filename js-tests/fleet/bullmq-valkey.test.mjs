// BullMQ on Valkey.
import { startValkey } from "./support/brokers.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";

survivesOutages("Valkey", startValkey);
heedsClocks("Valkey", startValkey);
stepsAside("Valkey", startValkey);
