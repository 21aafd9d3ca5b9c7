import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Folder of the project, seen from this file. */
const PROJECT_ROOT = fileURLToPath(new URL("..", import.meta.url));

const schema = z.object({
  RPC_URL: z.string().default("http://127.0.0.1:8545"),
  DATABASE_URL: z.string({ message: "must be the URL of a PostgreSQL database" }).regex(/^postgres(ql)?:\/\//),
  CHAIN_ID: z.coerce.number().int().positive().default(31337),
  DEPLOYMENTS_DIR: z.string().default(`${PROJECT_ROOT}deploy/deployments`),
  INDEXER_PORT: z.coerce.number().int().min(1).max(65_535).default(42069),
  INDEXER_HOST: z.string().default("127.0.0.1"),
  INDEXER_LOG_LEVEL: z.enum(["error", "warn", "info", "debug", "trace"]).default("info"),
  /** Stable schema that everybody reads. */
  VIEWS_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,44}$/)
    .default("carbon"),
  POLLING_INTERVAL_MS: z.coerce.number().int().min(50).optional(),
  /** How far behind, and for how long, before the indexer is restarted. */
  MAX_LAG_BLOCKS: z.coerce.number().int().nonnegative().default(20),
  MAX_LAG_MS: z.coerce.number().int().positive().default(90_000),
  STATUS_PERIOD_MS: z.coerce.number().int().positive().default(2_000),
});

export type IndexerConfig = {
  /** One or more URLs; RPC_URL may list several, separated by commas. */
  rpcUrls: string[];
  databaseUrl: string;
  chainId: number;
  deploymentsDir: string;
  port: number;
  host: string;
  logLevel: string;
  viewsSchema: string;
  pollingIntervalMs: number;
  maxLagBlocks: number;
  maxLagMs: number;
  statusPeriodMs: number;
};

/** Whether a URL names this machine. */
export function isLocal(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/**
 * The URLs Ponder gets. Its request limiter counts per URL and starts at 20 requests a second, so one local node gets eight
 * names; hosted nodes are used as listed.
 */
export function limiterUrls(urls: readonly string[]): string[] {
  const [first] = urls;
  if (first === undefined || urls.length > 1 || !isLocal(first)) return [...urls];
  return Array.from({ length: 8 }, (_, n) => {
    const url = new URL(first);
    url.searchParams.set("n", String(n));
    return url.toString();
  });
}

/** Reads the environment. Throws one error that lists every setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): IndexerConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new TypeError(`indexer settings:\n  ${faults.join("\n  ")}`);
  }
  const settings = parsed.data;
  const rpcUrls = settings.RPC_URL.split(",")
    .map((url) => url.trim())
    .filter((url) => url !== "");
  const local = rpcUrls[0] !== undefined && isLocal(rpcUrls[0]);
  return {
    rpcUrls,
    databaseUrl: settings.DATABASE_URL,
    chainId: settings.CHAIN_ID,
    deploymentsDir: settings.DEPLOYMENTS_DIR,
    port: settings.INDEXER_PORT,
    host: settings.INDEXER_HOST,
    logLevel: settings.INDEXER_LOG_LEVEL,
    viewsSchema: settings.VIEWS_SCHEMA,
    pollingIntervalMs: settings.POLLING_INTERVAL_MS ?? (local ? 200 : 1_000),
    maxLagBlocks: settings.MAX_LAG_BLOCKS,
    maxLagMs: settings.MAX_LAG_MS,
    statusPeriodMs: settings.STATUS_PERIOD_MS,
  };
}

/** The environment of the Ponder process: this one's, without telemetry. */
export function ponderEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PONDER_TELEMETRY_DISABLED: "1" };
}
