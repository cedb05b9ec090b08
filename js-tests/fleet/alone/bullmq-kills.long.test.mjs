// BullMQ: processes are killed, and the fleet uses its quota.
import { startPostgres, startRedis, startValkey } from "../support/brokers.mjs";
import { survives } from "../support/bullmq-scenario.mjs";

survives("Redis", startRedis);
survives("Valkey", startValkey);
survives("Postgres", startPostgres);
