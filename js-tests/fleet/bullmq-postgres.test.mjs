// BullMQ on Postgres.
import { startPostgres } from "./support/brokers.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Postgres", startPostgres);
survivesOutages("Postgres", startPostgres);
heedsClocks("Postgres", startPostgres);
stepsAside("Postgres", startPostgres);
