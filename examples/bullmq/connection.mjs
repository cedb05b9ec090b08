// The broker: Redis or Valkey at REDIS_URL, or Postgres at POSTGRES_URL.
import { createPostgresBackend } from "bullmq";

const { POSTGRES_URL, REDIS_URL = "redis://127.0.0.1:6379" } = process.env;

export const connection = POSTGRES_URL
  ? { connectionString: POSTGRES_URL, migrate: true }
  : { url: REDIS_URL, maxRetriesPerRequest: null };
export const backend = POSTGRES_URL ? createPostgresBackend : undefined;
