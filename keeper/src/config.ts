import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { KeeperError } from "./errors.ts";

const DEFAULT_DEPLOYMENTS = fileURLToPath(new URL("../../deploy/deployments", import.meta.url));

const privateKey = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{64}$/)], "must be 0x and 64 hex digits");
const wei = z
  .string()
  .regex(/^\d{1,30}$/, "must be a whole number of wei")
  .transform(BigInt);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const schema = z
  .object({
    RPC_URL: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:8545"),
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
    KEEPER_CONFIRMATIONS: whole(0, 1_000).default(3),
    KEEPER_BUMP_AFTER_BLOCKS: whole(1, 1_000).default(3),
    KEEPER_DEADLINE_BLOCKS: whole(1, 100_000).default(30),
    KEEPER_MAX_FEE_GWEI: whole(1, 1_000_000).default(200),
    KEEPER_MAX_BUMPS: whole(0, 100).default(3),
    KEEPER_MAX_CALLS: whole(1, 32).default(16),
    KEEPER_MAX_GAS_PERCENT: whole(1, 100).default(50),
    KEEPER_STANDBY_BLOCKS: whole(0, 100_000).default(5),
    KEEPER_STOP_FILE: z.string().min(1).optional(),
    KEEPER_SPEND_HOUR_WEI: wei.optional(),
    KEEPER_SPEND_DAY_WEI: wei.optional(),
    KEEPER_MIN_BALANCE_WEI: wei.default(0n),
    KEEPER_QUOTE_UNIT_WEI: wei.default(0n),
    KEEPER_MAX_REVERTS: whole(1, 10_000).default(5),
    KEEPER_REVERT_WINDOW_MINUTES: whole(1, 1_440).default(10),
    KEEPER_MAX_HEAD_AGE_SECONDS: whole(1, 86_400).default(300),
    KEEPER_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .superRefine((env, context) => {
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
  rpcUrl: string;
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

const GWEI = 1_000_000_000n;
const MINUTE_MS = 60_000;

/**
 * Reads the environment. Throws BAD_CONFIG that lists every fault at once, without values. Empty variables count as
 * absent.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): KeeperConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new KeeperError("BAD_CONFIG", faults.join("; "));
  }
  const settings = parsed.data;
  return {
    rpcUrl: settings.RPC_URL,
    databaseUrl: settings.DATABASE_URL,
    chainId: settings.CHAIN_ID,
    deploymentsDir: settings.DEPLOYMENTS_DIR,
    privateKeys:
      settings.KEEPER_PRIVATE_KEY === undefined
        ? readKeyFiles(settings.KEEPER_PRIVATE_KEY_FILE)
        : [settings.KEEPER_PRIVATE_KEY],
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

/** Reads the process environment; the only place that does. */
export function readProcessConfig(): KeeperConfig {
  return readConfig(process.env);
}

/** One key for each file named, in their order. Throws BAD_CONFIG for one that is unreadable, no key, or there twice. */
function readKeyFiles(files: string | undefined): [`0x${string}`, ...`0x${string}`[]] {
  const names = (files ?? "").split(",").map((name) => name.trim());
  const [first, ...others] = names.filter((name) => name !== "").map(readKeyFile);
  if (first === undefined) throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: names no file");
  if (new Set([first, ...others].map((key) => key.toLowerCase())).size <= others.length) {
    throw new KeeperError("BAD_CONFIG", "KEEPER_PRIVATE_KEY_FILE: names the same key twice");
  }
  return [first, ...others];
}

function readKeyFile(file: string): `0x${string}` {
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
