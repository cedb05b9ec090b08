// BullMQ on Postgres.
import { startPostgres } from "./support/brokers.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Postgres", startPostgres);
