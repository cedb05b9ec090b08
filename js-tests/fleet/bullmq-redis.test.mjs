// BullMQ on Redis.
import { startRedis } from "./support/brokers.mjs";
import { stopsAtTheirTime } from "./support/bullmq-due.mjs";
import { heedsClocks, stepsAside, survivesOutages } from "./support/bullmq-outages.mjs";

survivesOutages("Redis", startRedis);
heedsClocks("Redis", startRedis);
stepsAside("Redis", startRedis);
stopsAtTheirTime("Redis", startRedis);
