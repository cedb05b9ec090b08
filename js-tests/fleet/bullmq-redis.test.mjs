// BullMQ on Redis.
import { startRedis } from "./support/brokers.mjs";
import { survives } from "./support/bullmq-scenario.mjs";

survives("Redis", startRedis);
