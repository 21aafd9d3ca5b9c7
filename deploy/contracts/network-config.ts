/** What is said about one network: who holds which role, the timelock, existing tokens. Checked by one schema. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getAddress, isAddress, type Address } from "viem";
import { z } from "zod";
import { PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";
import { CONFIGURED_ROLES, DELAYED_ROLES, type ConfiguredRole, type DelayedRole } from "./roles.ts";

const isUsable = (value: string) => isAddress(value) && !/^0x0{40}$/.test(value);
const WANTED = "an address is 0x and 40 hexadecimal digits with a correct checksum, and not zero";
const address = z
  .string()
  .refine(isUsable, { message: WANTED, abort: true })
  .transform((value): Address => getAddress(value));

/** "timelock" and "deployer" stand for addresses that are known only while deploying. */
const isStandIn = (value: string): value is "timelock" | "deployer" => value === "timelock" || value === "deployer";
const holder = z
  .string()
  .refine((value) => isStandIn(value) || isUsable(value), {
    message: `${WANTED}; or timelock or deployer`,
    abort: true,
  })
  .transform((value): Address | "timelock" | "deployer" => (isStandIn(value) ? value : getAddress(value)));
export type RoleHolder = z.infer<typeof holder>;

const holders = z.array(holder).min(1);
/** A label that is registered at once, and who attests it. */
const label = z.strictObject({ code: z.string().min(1).max(32), attesters: holders });
const DAY = 86_400;
const list = <T extends z.ZodType>(entry: T) =>
  z.strictObject({ mode: z.enum(["ALLOW", "DENY"]), entries: z.array(entry).min(1).max(64) }).optional();
/** The token and first rules of the basket; vintages as dates, amounts in tonnes, labels by code. */
const basket = z.strictObject({
  name: z.string().min(1),
  symbol: z.string().min(1).max(11),
  ruleDelaySeconds: z
    .number()
    .int()
    .min(DAY)
    .max(90 * DAY)
    .default(7 * DAY),
  feeBps: z.number().int().min(0).max(200),
  capTonnes: z.number().int().positive().optional(),
  vintageFrom: z.iso.date().optional(),
  vintageUntil: z.iso.date().optional(),
  requiredLabels: z.array(z.string()).default([]),
  methodologies: list(z.string().min(1)),
  countries: list(z.string().length(2)),
  registries: list(z.string().min(1)),
});
const roles = z.object(
  Object.fromEntries(CONFIGURED_ROLES.map((role) => [role, holders])) as Record<ConfiguredRole, typeof holders>,
);

const seconds = z.number().int().min(0).max(31_536_000);
const delays = z.strictObject(
  Object.fromEntries(DELAYED_ROLES.map((role) => [role, seconds])) as Record<DelayedRole, typeof seconds>,
);
/** The shortest time on a lasting network between a call's announcement and the call. */
const SHORTEST_DELAY_SECONDS = 600;

const schema = z
  .strictObject({
    name: z.string().min(1),
    chainId: z.number().int().positive(),
    /** A chain that starts anew: a deployments file of an earlier one is replaced instead of refused. */
    disposable: z.boolean().default(false),
    /** Blocks on top of a transaction before it counts. */
    confirmations: z.number().int().min(1).default(1),
    uriPrefix: z.string(),
    /** What the QR codes of certificates lead to; the certificate's number follows. Without one they name the token itself. */
    certificateLinkPrefix: z.string().max(95).optional(),
    /** An ERC-20 to quote in; without one the test token is deployed, which only a disposable chain may do. */
    quoteToken: address.optional(),
    /** A sanctions oracle to consult; without one our own list is deployed. */
    sanctionsList: address.optional(),
    labels: z.array(label).max(128).default([]),
    basket,
    timelock: z.strictObject({ minDelaySeconds: z.number().int().min(1), proposers: holders, executors: holders }),
    roles,
    /** How long a holder's call is public before it can be carried out. The timelock waits by itself. */
    delaySeconds: delays,
    /** How long after it is decided a new holder's role begins; it counts five days after it was set (OpenZeppelin). */
    grantDelaySeconds: seconds,
  })
  .superRefine((config, context) => {
    const both = config.roles.REGISTRY.filter((account) => config.roles.VERIFIER.includes(account));
    for (const account of both) {
      context.addIssue({ code: "custom", path: ["roles", "VERIFIER"], message: `${account} is REGISTRY as well` });
    }
    for (const code of config.basket.requiredLabels) {
      if (config.labels.some((one) => one.code === code)) continue;
      context.addIssue({
        code: "custom",
        path: ["basket", "requiredLabels"],
        message: `no label has the code ${code}`,
      });
    }
    if (config.disposable) return;
    if (config.quoteToken === undefined) {
      context.addIssue({ code: "custom", path: ["quoteToken"], message: "a lasting network needs a real quote token" });
    }
    if (config.timelock.minDelaySeconds < 3600) {
      context.addIssue({
        code: "custom",
        path: ["timelock", "minDelaySeconds"],
        message: "at least 3600 on a lasting network",
      });
    }
    for (const role of DELAYED_ROLES) {
      if (config.delaySeconds[role] >= SHORTEST_DELAY_SECONDS) continue;
      const message = `at least ${SHORTEST_DELAY_SECONDS} on a lasting network`;
      context.addIssue({ code: "custom", path: ["delaySeconds", role], message });
    }
  });
export type NetworkConfig = z.infer<typeof schema>;

/** Checks a configuration; throws one BAD_CONFIG error that lists every fault. */
export function parseNetworkConfig(value: unknown, source: string): NetworkConfig {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  throw new DeployError("BAD_CONFIG", `${source}: ${faults.join("; ")}`);
}

/** Loads deploy/config/<network>.json; "local" is built from the well-known accounts instead. */
export async function loadNetworkConfig(network: string): Promise<NetworkConfig> {
  if (network === "local") return (await import("../config/local.ts")).localNetwork();
  if (!/^[a-z0-9-]+$/.test(network)) throw new DeployError("BAD_CONFIG", `"${network}" is not a network name`);
  const file = `deploy/config/${network}.json`;
  const path = join(PROJECT_ROOT, file);
  if (!existsSync(path)) throw new DeployError("BAD_CONFIG", `${file} does not exist`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new DeployError("BAD_CONFIG", `${file} is not JSON`, { cause });
  }
  return parseNetworkConfig(value, file);
}
