import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DEFAULT_JITTER_PERCENT } from "@carbonxchange/sdk";
import { z } from "zod";
import { KeeperError } from "./errors.ts";

const DEFAULT_DEPLOYMENTS = fileURLToPath(new URL("../../deploy/deployments", import.meta.url));

const privateKey = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{64}$/)], "must be 0x and 64 hex digits");
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const rpcUrl = z.url({ protocol: /^https?$/ });

const settingsSchema = z.object({
  RPC_URL: rpcUrl.default("http://127.0.0.1:8545"),
  RPC_URLS: z
    .string()
    .transform((text) => text.split(",").map((url) => url.trim()))
    .pipe(z.array(rpcUrl).refine((urls) => new Set(urls).size === urls.length, "names an endpoint twice"))
    .optional(),
  PRIVATE_RPC_URL: rpcUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  CHAIN_ID: whole(1, Number.MAX_SAFE_INTEGER).default(31337),
  DEPLOYMENTS_DIR: z.string().min(1).default(DEFAULT_DEPLOYMENTS),
  KEEPER_PRIVATE_KEY: privateKey.optional(),
  KEEPER_PRIVATE_KEY_FILE: z.string().min(1).optional(),
  KEEPER_METRICS_PORT: whole(0, 65_535).default(9464),
  KEEPER_METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  KEEPER_MAX_STEPS: whole(1, 150).default(100),
  KEEPER_PRUNE_BATCH: whole(1, 150).default(40),
  KEEPER_MAX_OPEN: whole(1, 16).default(16),
  KEEPER_POLL_MS: whole(10, 60_000).default(500),
  KEEPER_FULL_SCAN_MS: whole(100, 3_600_000).default(60_000),
  KEEPER_RPC_TIMEOUT_MS: whole(100, 60_000).default(10_000),
  KEEPER_PRIVATE_BLOCKS: whole(1, 1_000).default(5),
  KEEPER_CONFIRMATIONS: whole(0, 1_000).default(3),
  KEEPER_BUMP_AFTER_BLOCKS: whole(1, 1_000).default(3),
  KEEPER_DEADLINE_BLOCKS: whole(1, 100_000).default(30),
  KEEPER_MAX_FEE_GWEI: whole(1, 1_000_000).default(200),
  KEEPER_ANCHOR_SECONDS: whole(0, 31_536_000).default(3_600),
  KEEPER_SNAPSHOT_BLOCKS: whole(0, 10_000_000).default(43_200),
  KEEPER_SLICE_JITTER_PERCENT: whole(0, 50).default(DEFAULT_JITTER_PERCENT),
  KEEPER_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});
const schema = settingsSchema.superRefine((env, context) => {
  const given = [env.KEEPER_PRIVATE_KEY, env.KEEPER_PRIVATE_KEY_FILE].filter((value) => value !== undefined).length;
  if (given !== 1) {
    context.addIssue({
      code: "custom",
      path: ["KEEPER_PRIVATE_KEY"],
      message: "give exactly one of KEEPER_PRIVATE_KEY and KEEPER_PRIVATE_KEY_FILE; there is no default key",
    });
  }
});

export type KeeperConfig = {
  /** Public endpoints, the preferred one first. */
  rpcUrls: string[];
  privateRpcUrl: string | null;
  /** Blocks for which a transaction is given to the private endpoint only. */
  privateBlocks: bigint;
  rpcTimeoutMs: number;
  databaseUrl: string;
  chainId: number;
  deploymentsDir: string;
  privateKey: `0x${string}`;
  metricsPort: number;
  metricsHost: string;
  maxSteps: number;
  pruneBatch: number;
  maxOpen: number;
  pollMs: number;
  fullScanMs: number;
  confirmations: bigint;
  bumpAfterBlocks: bigint;
  deadlineBlocks: bigint;
  maxFeePerGas: bigint;
  anchorEverySeconds: bigint;
  snapshotEveryBlocks: bigint;
  sliceJitterPercent: number;
  logLevel: string;
};

/** What a command needs that only looks: everything but the key. */
export type InspectionConfig = Omit<KeeperConfig, "privateKey">;

const GWEI = 1_000_000_000n;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Throws BAD_CONFIG that lists every fault at once, without values. Empty variables count as
 * absent.
 */
export function readConfig(env: Environment): KeeperConfig {
  const settings = parse(schema, env);
  return {
    ...toConfig(settings),
    privateKey: settings.KEEPER_PRIVATE_KEY ?? readKeyFile(settings.KEEPER_PRIVATE_KEY_FILE),
  };
}

/** Reads the environment of a command that signs nothing: a key is neither needed nor read. Throws as `readConfig`. */
export function readInspectionConfig(env: Environment): InspectionConfig {
  return toConfig(parse(settingsSchema, env));
}

function parse<T>(shape: z.ZodType<T>, env: Environment): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new KeeperError("BAD_CONFIG", faults.join("; "));
}

function toConfig(settings: z.infer<typeof settingsSchema>): InspectionConfig {
  return {
    rpcUrls: settings.RPC_URLS ?? [settings.RPC_URL],
    privateRpcUrl: settings.PRIVATE_RPC_URL ?? null,
    privateBlocks: BigInt(settings.KEEPER_PRIVATE_BLOCKS),
    rpcTimeoutMs: settings.KEEPER_RPC_TIMEOUT_MS,
    databaseUrl: settings.DATABASE_URL,
    chainId: settings.CHAIN_ID,
    deploymentsDir: settings.DEPLOYMENTS_DIR,
    metricsPort: settings.KEEPER_METRICS_PORT,
    metricsHost: settings.KEEPER_METRICS_HOST,
    maxSteps: settings.KEEPER_MAX_STEPS,
    pruneBatch: settings.KEEPER_PRUNE_BATCH,
    maxOpen: settings.KEEPER_MAX_OPEN,
    pollMs: settings.KEEPER_POLL_MS,
    fullScanMs: settings.KEEPER_FULL_SCAN_MS,
    confirmations: BigInt(settings.KEEPER_CONFIRMATIONS),
    bumpAfterBlocks: BigInt(settings.KEEPER_BUMP_AFTER_BLOCKS),
    deadlineBlocks: BigInt(settings.KEEPER_DEADLINE_BLOCKS),
    maxFeePerGas: BigInt(settings.KEEPER_MAX_FEE_GWEI) * GWEI,
    anchorEverySeconds: BigInt(settings.KEEPER_ANCHOR_SECONDS),
    snapshotEveryBlocks: BigInt(settings.KEEPER_SNAPSHOT_BLOCKS),
    sliceJitterPercent: settings.KEEPER_SLICE_JITTER_PERCENT,
    logLevel: settings.KEEPER_LOG_LEVEL,
  };
}

/** The process environment; the only place that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

function readKeyFile(file: string | undefined): `0x${string}` {
  if (file === undefined) throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: missing");
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new KeeperError("BAD_CONFIG", `KEEPER_PRIVATE_KEY_FILE: ${code}`);
  }
  const key = privateKey.safeParse(text);
  if (!key.success) throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: does not hold 0x and 64 hex digits");
  return key.data;
}
