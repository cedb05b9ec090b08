// BullMQ on Postgres.
import { startPostgres } from "./support/brokers.mjs";
import { survivesOutages } from "./support/bullmq-outages.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Postgres", startPostgres);
survivesOutages("Postgres", startPostgres);
