import { MARKET_PHASES, enumName } from "@carbonxchange/sdk";
import type { MarketPhase } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower, partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { recordFault } from "./faults.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** The market's row; an unknown one is recorded as a fault. */
export async function findMarket(store: Store, meta: EventMeta, id: number): Promise<Row<"markets"> | null> {
  const market = await store.find("markets", { id });
  if (market === null)
    await recordFault(store, meta, {
      kind: "UNKNOWN_MARKET",
      subject: String(id),
      expected: "a market",
      actual: "none",
    });
  return market;
}

/** The market after a change of its book or trades: next revision, and the event as its tip. */
export function touched(market: Row<"markets">, meta: EventMeta): Row<"markets"> {
  return { ...market, revision: market.revision + 1n, tip: `${meta.blockHash}:${meta.logIndex}`, block: meta.block };
}

export const assetListed: Projection<"Exchange:AssetListed"> = async ({ args, meta }, { store }) => {
  await store.put("assets", {
    id: args.asset,
    token: lower(args.token),
    isCredit: args.isCredit,
    batchId: args.isCredit ? args.batchId : null,
    block: meta.block,
  });
};

export const marketCreated: Projection<"Exchange:MarketCreated"> = async ({ args, meta }, { store }) => {
  const base = await store.find("assets", { id: args.baseAsset });
  const quote = await store.find("assets", { id: args.quoteAsset });
  if (base === null || quote === null || base.batchId === null) {
    const subject = `market ${args.marketId}`;
    const actual = `base ${args.baseAsset}, quote ${args.quoteAsset}`;
    await recordFault(store, meta, {
      kind: "UNKNOWN_ASSET",
      subject,
      expected: "listed credits and a listed quote token",
      actual,
    });
    return;
  }
  await store.put("markets", {
    id: args.marketId,
    baseAsset: args.baseAsset,
    quoteAsset: args.quoteAsset,
    batchId: base.batchId,
    quoteToken: quote.token,
    lotUnits: BigInt(args.lotUnits),
    tickSize: args.tickSize,
    minLots: BigInt(args.minLots),
    makerFeePips: args.makerFeePips,
    takerFeePips: args.takerFeePips,
    phase: "NONE", // its first phase is announced right after
    phaseEndsAt: null,
    auctionId: null,
    lastTicks: null,
    tradeCount: 0n,
    revision: 0n,
    tip: `${meta.blockHash}:${meta.logIndex}`,
    createdAt: meta.timestamp,
    block: meta.block,
  });
};

/** An auction lasts while orders are collected and while it is carried out. Gives the id of the one under way, null for none. */
async function followAuction(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  phase: MarketPhase,
  endsAt: bigint | null,
): Promise<string | null> {
  const id = market.auctionId ?? partId(meta, 0);
  const auction = await store.find("auctions", { id });
  if (phase === "OPENING" || phase === "AUCTION") {
    const opened: Row<"auctions"> = auction ?? {
      id,
      marketId: market.id,
      phase,
      openedAt: meta.timestamp,
      endsAt,
      priceTicks: null,
      tradedLots: 0n,
      closedAt: null,
      block: meta.block,
      txHash: meta.txHash,
    };
    await store.put("auctions", { ...opened, endsAt, block: meta.block });
    return id;
  }
  if (phase === "UNCROSSING") return market.auctionId;
  if (auction !== null) await store.put("auctions", { ...auction, closedAt: meta.timestamp, block: meta.block });
  return null;
}

export const marketPhaseSet: Projection<"Exchange:MarketPhaseSet"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const phaseEndsAt = args.endsAt === 0 ? null : BigInt(args.endsAt);
  const phase = enumName(MARKET_PHASES, args.phase);
  const auctionId = await followAuction(store, meta, market, phase, phaseEndsAt);
  await store.put("markets", { ...market, phase, phaseEndsAt, auctionId, block: meta.block });
};

export const marketRulesSet: Projection<"Exchange:MarketRulesSet"> = async ({ args, meta }, { store }) => {
  const { averagingSeconds, auctionSeconds, maxHaltSeconds, ...bands } = args.rules;
  await store.put("marketRules", {
    marketId: args.marketId,
    ...bands,
    averagingSeconds: BigInt(averagingSeconds),
    auctionSeconds: BigInt(auctionSeconds),
    maxHaltSeconds: BigInt(maxHaltSeconds),
    block: meta.block,
  });
};

export const breakerTripped: Projection<"Exchange:BreakerTripped"> = async ({ args, meta }, { store }) => {
  await store.put("breakerTrips", {
    id: partId(meta, 0),
    ...args,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    txHash: meta.txHash,
  });
};

export const marketFeesSet: Projection<"Exchange:MarketFeesSet"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const { makerFeePips, takerFeePips } = args;
  await store.put("markets", { ...market, makerFeePips, takerFeePips, block: meta.block });
};
