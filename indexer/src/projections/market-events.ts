import { MARKET_STATUSES, enumName } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
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
    status: "OPEN",
    lastTicks: null,
    tradeCount: 0n,
    revision: 0n,
    tip: `${meta.blockHash}:${meta.logIndex}`,
    createdAt: meta.timestamp,
    block: meta.block,
  });
};

export const marketStatusSet: Projection<"Exchange:MarketStatusSet"> = async ({ args, meta }, { store }) => {
  // A new market may announce its status before its creation; creation sets it.
  const market = await store.find("markets", { id: args.marketId });
  if (market !== null) {
    await store.put("markets", { ...market, status: enumName(MARKET_STATUSES, args.status), block: meta.block });
  }
};

export const marketFeesSet: Projection<"Exchange:MarketFeesSet"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const { makerFeePips, takerFeePips } = args;
  await store.put("markets", { ...market, makerFeePips, takerFeePips, block: meta.block });
};
