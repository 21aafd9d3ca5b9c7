import { fileURLToPath } from "node:url";
import { DEFAULT_JITTER_PERCENT } from "@carbonxchange/sdk";
import { z } from "zod";
import { privateKey } from "./private-keys.ts";

const DEFAULT_DEPLOYMENTS = fileURLToPath(new URL("../../deploy/deployments", import.meta.url));

const wei = z
  .string()
  .regex(/^\d{1,30}$/, "must be a whole number of wei")
  .transform(BigInt);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const rpcUrl = z.url({ protocol: /^https?$/ });

/** What every command reads; a key may be named and need not be. */
export const settingsSchema = z.object({
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
  KEEPER_ANCHOR_SECONDS: whole(0, 31_536_000).default(3_600),
  KEEPER_SNAPSHOT_BLOCKS: whole(0, 10_000_000).default(43_200),
  KEEPER_SLICE_JITTER_PERCENT: whole(0, 50).default(DEFAULT_JITTER_PERCENT),
  KEEPER_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** What a keeper that signs needs: in addition exactly one way to its keys. */
export const signingSchema = settingsSchema.superRefine((env, context) => {
  const given = [env.KEEPER_PRIVATE_KEY, env.KEEPER_PRIVATE_KEY_FILE].filter((value) => value !== undefined).length;
  if (given !== 1) {
    context.addIssue({
      code: "custom",
      path: ["KEEPER_PRIVATE_KEY"],
      message: "give exactly one of KEEPER_PRIVATE_KEY and KEEPER_PRIVATE_KEY_FILE; there is no default key",
    });
  }
});
