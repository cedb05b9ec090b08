// BullMQ on Valkey.
import { startValkey } from "./support/brokers.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Valkey", startValkey);
survivesOutages("Valkey", startValkey);
heedsClocks("Valkey", startValkey);
stepsAside("Valkey", startValkey);
