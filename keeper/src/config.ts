import type { z } from "zod";
import { settingsSchema, signingSchema } from "./config-schema.ts";
import { KeeperError } from "./errors.ts";
import { readKeyFiles } from "./private-keys.ts";

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
  /** At least one; the first names the process. */
  privateKeys: readonly [`0x${string}`, ...`0x${string}`[]];
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
  maxBumps: number;
  maxCalls: number;
  maxGasPercent: number;
  /** Blocks of overdue work after which a standby acts; zero for never. */
  standbyBlocks: bigint;
  stopFile: string | null;
  spendHourWei: bigint | null;
  spendDayWei: bigint | null;
  minBalanceWei: bigint;
  quoteUnitWei: bigint;
  maxReverts: number;
  revertWindowMs: number;
  maxHeadAgeSeconds: number;
  logLevel: string;
};

/** What a command needs that only looks: everything but the keys. */
export type InspectionConfig = Omit<KeeperConfig, "privateKeys">;

const GWEI = 1_000_000_000n;
const MINUTE_MS = 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Throws BAD_CONFIG that lists every fault at once, without values. Empty variables count as
 * absent.
 */
export function readConfig(env: Environment): KeeperConfig {
  const settings = parse(signingSchema, env);
  const { KEEPER_PRIVATE_KEY: key, KEEPER_PRIVATE_KEY_FILE: files } = settings;
  return { ...toConfig(settings), privateKeys: key === undefined ? readKeyFiles(files) : [key] };
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
    maxBumps: settings.KEEPER_MAX_BUMPS,
    maxCalls: settings.KEEPER_MAX_CALLS,
    maxGasPercent: settings.KEEPER_MAX_GAS_PERCENT,
    standbyBlocks: BigInt(settings.KEEPER_STANDBY_BLOCKS),
    stopFile: settings.KEEPER_STOP_FILE ?? null,
    spendHourWei: settings.KEEPER_SPEND_HOUR_WEI ?? null,
    spendDayWei: settings.KEEPER_SPEND_DAY_WEI ?? null,
    minBalanceWei: settings.KEEPER_MIN_BALANCE_WEI,
    quoteUnitWei: settings.KEEPER_QUOTE_UNIT_WEI,
    maxReverts: settings.KEEPER_MAX_REVERTS,
    revertWindowMs: settings.KEEPER_REVERT_WINDOW_MINUTES * MINUTE_MS,
    maxHeadAgeSeconds: settings.KEEPER_MAX_HEAD_AGE_SECONDS,
    logLevel: settings.KEEPER_LOG_LEVEL,
  };
}

/** The process environment; the only place that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}
