import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Folder of the project, seen from this file. */
const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

const list = (text: string) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const schema = z.object({
  API_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  API_HOST: z.string().default("127.0.0.1"),
  DATABASE_URL: z.string({ error: "must be the URL of a PostgreSQL database" }).regex(/^postgres(ql)?:\/\//),
  RPC_URL: z.url().default("http://127.0.0.1:8545"),
  CHAIN_ID: z.coerce.number().int().positive().default(31337),
  DEPLOYMENTS_DIR: z.string().default(`${PROJECT_ROOT}deploy/deployments`),
  /** Origins that browsers may call from, separated by commas. */
  CORS_ORIGINS: z.string().default("http://127.0.0.1:3000,http://localhost:3000").transform(list),
  RATE_LIMIT_POINTS: z.coerce.number().int().positive().default(600),
  /** Requests from this machine: tests, the app's own server, a load test. */
  RATE_LIMIT_LOOPBACK_POINTS: z.coerce.number().int().positive().default(100_000),
  RATE_LIMIT_SECONDS: z.coerce.number().int().positive().default(60),
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  TRUST_PROXIES: z.coerce.number().int().nonnegative().default(0),
  MAX_LAG_BLOCKS: z.coerce.number().int().nonnegative().default(20),
  FEED_PERIOD_MS: z.coerce.number().int().min(50).max(10_000).default(200),
  /** Folder with sdn.csv, alt.csv and UN_consolidated.xml as their publishers name them; none means no screening. */
  SANCTIONS_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type ApiConfig = z.output<typeof schema>;

/** Reads the environment. Throws one error that lists every setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new TypeError(`api settings:\n  ${faults.join("\n  ")}`);
}
