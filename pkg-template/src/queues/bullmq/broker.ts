// The broker of a queue: its clock, and the settings with which it loses jobs.
import type { TaskQueue } from "./job.ts";

/** What the broker says of itself. */
export interface BrokerState {
  /** How far the clock of this process is ahead of the clock of the broker, in milliseconds. 0 if the broker does not tell its time. */
  readonly aheadMs: number;
  /** The remedies for settings with which the broker loses jobs. */
  readonly advice: readonly string[];
  readonly isCluster: boolean;
}

/** The members of BullMQ's backends that reach the broker itself. */
interface Backend {
  readonly client?: Promise<{ info(): Promise<string> }>;
  readonly connection?: {
    readonly pool?: { query(text: string): Promise<{ rows: { readonly now?: unknown }[] }> };
    readyPromise?: unknown;
  };
  readyPromise?: unknown;
}

// biome-ignore lint/plugin: the types of BullMQ know the backend of Redis alone
const backendOf = (queue: TaskQueue): Backend => queue.getBackend() as unknown as Backend;

/** Whether a queue is on Postgres. */
export const isOnPostgres = (queue: TaskQueue): boolean => backendOf(queue).connection?.pool !== undefined;

/** Waits until the broker has accepted the connection. May be called again after a failure, which BullMQ keeps on Postgres. */
export async function connected(queue: TaskQueue): Promise<void> {
  try {
    await queue.waitUntilReady();
  } catch (error) {
    const backend = backendOf(queue);
    for (const kept of [backend, backend.connection])
      if (kept?.readyPromise !== undefined) kept.readyPromise = undefined;
    throw error;
  }
}

/** Asks the broker. */
export async function askBroker(queue: TaskQueue): Promise<BrokerState> {
  const { connection, client } = backendOf(queue);
  const redis = await client;
  const before = Date.now();
  if (connection?.pool !== undefined) {
    const { rows } = await connection.pool.query("SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now");
    return { aheadMs: ahead(before, Number(rows[0]?.now)), advice: [], isCluster: false };
  }
  const info = infoOf((await redis?.info()) ?? "");
  return {
    aheadMs: ahead(before, Number(info("server_time_usec")) / 1000),
    advice: ADVICE.filter(([member, isGood]) => !isGood(info(member))).map(([, , remedy]) => remedy),
    isCluster: info("cluster_enabled") === "1",
  };
}

/** Returns a reader of the members of Redis' INFO. A broker may hide any of them. */
function infoOf(text: string): (member: string) => string | undefined {
  const members = new Map(text.split(/\r?\n/).map((line) => [line.replace(/:.*/s, ""), line.replace(/^[^:]*:/, "")]));
  return (member) => members.get(member);
}

const ADVICE: readonly (readonly [string, (value?: string) => boolean, string])[] = [
  [
    "maxmemory_policy",
    (policy = "noeviction") => policy === "noeviction",
    "Set `maxmemory-policy noeviction`: the broker may evict jobs.",
  ],
  [
    "aof_enabled",
    (enabled = "1") => enabled === "1",
    "Set `appendonly yes`: a restart of the broker loses the jobs since the last snapshot.",
  ],
  [
    "redis_version",
    (version = "7.0") => Number.parseFloat(version) >= 6.2,
    "Use Redis 6.2 or later, or Valkey: BullMQ recommends no older broker.",
  ],
];

/** The uncertainty is half of the round trip, which is not counted as a difference. */
function ahead(before: number, brokerMs: number): number {
  if (!Number.isFinite(brokerMs)) return 0;
  const halfMs = (Date.now() - before) / 2;
  const difference = before + halfMs - brokerMs;
  return Math.sign(difference) * Math.max(Math.abs(difference) - halfMs, 0);
}
