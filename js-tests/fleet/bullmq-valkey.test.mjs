// BullMQ on Valkey.
import { startValkey } from "./support/brokers.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Valkey", startValkey);
