/** What the deployment commands read from the environment: the only place in deploy/ that does. */
import { join } from "node:path";
import { z } from "zod";
import { DeployError } from "./errors.ts";

export const PROJECT_ROOT = join(import.meta.dirname, "..");

const port = z.coerce.number().int().min(0).max(65_535);
const hexKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "a private key is 0x and 64 hexadecimal digits")
  .transform((key) => key as `0x${string}`);
const flag = z.enum(["0", "1"]).transform((value) => value === "1");

const schema = z.object({
  RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NETWORK: z.string().min(1).default("local"),
  DEPLOYER_KEY: hexKey.optional(),
  DEPLOYER_KEY_FILE: z.string().min(1).optional(),
  DEPLOYMENTS_DIR: z.string().min(1).default(join(PROJECT_ROOT, "deploy/deployments")),
  DATA_DIR: z.string().min(1).default(join(PROJECT_ROOT, ".data")),
  CHAIN_PORT: port.default(8545),
  POSTGRES_PORT: port.default(54_329),
  INDEXER_PORT: port.default(42_069),
  API_PORT: port.default(4000),
  APP_PORT: port.default(3000),
  KEEPER_METRICS_PORT: port.default(9464),
  PATH: z.string().default(""),
  CHROMIUM: z.string().min(1).optional(),
  NO_COLOR: z.string().optional(),
  SKIP_BUILD: flag.default(false),
  CHAIN_ID: z.coerce.number().int().positive().optional(),
  FLOW_SEED: z.coerce.number().int().nonnegative().default(1),
});
export type DeployEnvironment = z.infer<typeof schema>;

/** Reads and checks the environment; throws one BAD_ENVIRONMENT error that lists every fault and no value. */
export function readEnvironment(env: Record<string, string | undefined> = process.env): DeployEnvironment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new DeployError("BAD_ENVIRONMENT", faults.join("; "));
}

/** The environment a child process inherits: everything but the deployer's key. */
export function childEnvironment(
  extra: Record<string, string>,
  env: Record<string, string | undefined> = process.env,
): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && name !== "DEPLOYER_KEY") inherited[name] = value;
  }
  return { ...inherited, ...extra };
}
