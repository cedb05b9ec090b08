// BullMQ on Postgres.
import { startPostgres } from "./support/brokers.mjs";
import { stopsAtTheirTime } from "./support/bullmq-due.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";

survivesOutages("Postgres", startPostgres);
heedsClocks("Postgres", startPostgres);
stepsAside("Postgres", startPostgres);
stopsAtTheirTime("Postgres", startPostgres);
