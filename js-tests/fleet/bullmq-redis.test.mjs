// BullMQ on Redis.
import { startRedis } from "./support/brokers.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Redis", startRedis);
survivesOutages("Redis", startRedis);
heedsClocks("Redis", startRedis);
stepsAside("Redis", startRedis);
