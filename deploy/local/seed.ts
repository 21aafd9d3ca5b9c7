/** Sets the demonstration market up on a development chain: credits, accounts, markets, a past and a book. */
import { carbonCreditsAbi, exchangeAbi, type Deployment } from "@carbonxchange/sdk";
import type { ChainAccess } from "../contracts/connect.ts";
import { DeployError } from "../errors.ts";
import { createRandom } from "./random.ts";
import { seedAccounts } from "./seed/accounts.ts";
import type { SeedContext } from "./seed/context.ts";
import { seedMarkets } from "./seed/markets.ts";
import { seedBook, seedTrades } from "./seed/past.ts";
import { seedRegistry } from "./seed/registry.ts";
import { seedRetirements } from "./seed/retirements.ts";
import { createSender } from "./transactions.ts";

export type SeedOptions = {
  access: ChainAccess;
  deployment: Deployment;
  rpcUrl: string;
  /** Unix seconds, the present. */
  nowSeconds: number;
  /** Seed of every random choice. */
  seed: number;
  /** Moments in the past at which markets traded. */
  steps: number;
};

export type SeedOutcome = { transactions: number; markets: number };

/** Seeds a chain once; zero transactions when it is seeded already, SEED_FAILED when an earlier seeding was cut off. */
export async function seedMarket(options: SeedOptions): Promise<SeedOutcome> {
  const { access, deployment, rpcUrl, steps } = options;
  const { client } = access;
  const [projects] = await client.readContract({
    address: deployment.contracts.carbonCredits.address,
    abi: carbonCreditsAbi,
    functionName: "counts",
  });
  const [, existing] = await client.readContract({
    address: deployment.contracts.exchange.address,
    abi: exchangeAbi,
    functionName: "counts",
  });
  if (existing > 0) return { transactions: 0, markets: existing };
  if (projects > 0n) throw new DeployError("SEED_FAILED", "the chain is half seeded; start it anew");

  const sender = createSender(access);
  const context: SeedContext = { ...options, sender, random: createRandom(options.seed) };
  await seedAccounts(context);
  const batches = await seedRegistry(context);
  const markets = await seedMarkets(context, batches);
  const mids = await seedTrades(context, markets, { steps, rpcUrl });
  await seedRetirements(context, batches);
  await seedBook(context, markets, mids);
  return { transactions: sender.sent, markets: markets.length };
}
