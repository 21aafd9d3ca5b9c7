import { zeroAddress } from "viem";
import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import type { FeePips, FeeTier } from "../settlement/fee-tiers.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** The index of a market: `feed` null where it has none; `bandBps` in basis points. */
export type Oracle = { feed: Address | null; maxAgeSeconds: number; bandBps: number };

/** Reads a market's index. Throws `CarbonContractError` "Exchange_UnknownMarket", as all reads here. */
export async function readOracle(context: ReadContext, marketId: number): Promise<Oracle> {
  const address = context.deployment.contracts.exchange.address;
  const { feed, maxAgeSeconds, bandBps } = await call(context, address, exchangeAbi, "oracle", [marketId]);
  return { feed: feed === zeroAddress ? null : feed, maxAgeSeconds, bandBps };
}

/** The index in ticks, rounded down; null while it does not answer. */
export async function readIndexPrice(context: ReadContext, marketId: number): Promise<number | null> {
  const address = context.deployment.contracts.exchange.address;
  const [found, ticks] = await call(context, address, exchangeAbi, "indexPrice", [marketId]);
  return found ? ticks : null;
}

/** The price by which stops fire and slices are bounded; null while no earlier block traded. */
export async function readReferencePrice(context: ReadContext, marketId: number): Promise<number | null> {
  const address = context.deployment.contracts.exchange.address;
  return (await call(context, address, exchangeAbi, "referencePrice", [marketId])) || null;
}

/** What an auction would trade now, or what is left of one that is carried out; a null price when nothing crosses. */
export async function readAuctionPrice(
  context: ReadContext,
  marketId: number,
): Promise<{ priceTicks: number | null; lots: bigint }> {
  const address = context.deployment.contracts.exchange.address;
  const [priceTicks, lots] = await call(context, address, exchangeAbi, "auctionPrice", [marketId]);
  return { priceTicks: priceTicks || null, lots };
}

/** A market's discounts, volumes rising. */
export async function readFeeTiers(context: ReadContext, marketId: number): Promise<FeeTier[]> {
  const address = context.deployment.contracts.exchange.address;
  const tiers = await call(context, address, exchangeAbi, "feeTiers", [marketId]);
  return tiers.map((tier) => ({ ...tier, fromKilograms: BigInt(tier.fromKilograms) }));
}

/** What an account pays in a market now, and the volume that decides it. */
export async function readFeesOf(
  context: ReadContext,
  account: Address,
  marketId: number,
): Promise<FeePips & { kilograms: bigint }> {
  const address = context.deployment.contracts.exchange.address;
  const [takerFeePips, makerFeePips, kilograms] = await call(context, address, exchangeAbi, "feesOf", [
    account,
    marketId,
  ]);
  return { takerFeePips, makerFeePips, kilograms: BigInt(kilograms) };
}
