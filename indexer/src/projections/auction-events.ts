import { decodeAuctionFills, makerFeeOnFill, notional, packOrderId } from "@carbonxchange/sdk";
import type { AuctionFill } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual } from "./faults.ts";
import { changeLevels, followRecord, recordFill } from "./maker-records.ts";
import { findMarket } from "./market-events.ts";
import { asResting, findOrder } from "./order-events.ts";
import type { Row } from "./rows.ts";
import { settleInAuction } from "./settlement.ts";
import type { Store } from "./store.ts";
import { recordExecutions } from "./trades.ts";
import type { Execution } from "./trades.ts";
import { collectFees } from "./vault-events.ts";
import { applyMoves } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** What one order traded in a call: its lots before, and how many of them. */
type Traded = { order: Row<"orders">; before: bigint; lots: bigint };

type Met = { moves: VaultMove[]; fee: bigint; traded: Traded | null };

async function changeAuction(
  store: Store,
  market: Row<"markets">,
  change: (auction: Row<"auctions">) => Partial<Row<"auctions">>,
): Promise<void> {
  if (market.auctionId === null) return;
  const auction = await store.find("auctions", { id: market.auctionId });
  if (auction !== null) await store.put("auctions", { ...auction, ...change(auction) });
}

export const auctionPriced: Projection<"Exchange:AuctionPriced"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  await changeAuction(store, market, () => ({ priceTicks: args.priceTicks, block: meta.block }));
};

/** Applies one packed record to its order and to the fills. */
async function meetOrder(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  priceTicks: number,
  fill: AuctionFill,
  part: number,
): Promise<Met> {
  const id = packOrderId({
    marketId: market.id,
    kind: fill.side,
    priceTicks: fill.priceTicks,
    sequence: fill.sequence,
  });
  const order = await findOrder(store, meta, id);
  if (order === null) return { moves: [], fee: 0n, traded: null };
  await followRecord(store, meta, order, fill);
  const { moves, fee } = settleInAuction(asResting(order), fill, market, priceTicks);
  await recordFill(store, meta, { marketId: market.id, makerOrderId: id, takerOrderId: null, fill, fee, part });
  if (fill.outcome !== "FILLED") return { moves, fee, traded: null };
  return { moves, fee, traded: { order, before: fill.lots + fill.remainingLots, lots: fill.lots } };
}

/** The next of what one side traded, once the one at its head is used up. */
function head(queue: Traded[]): Traded | undefined {
  while (queue[0]?.lots === 0n) queue.shift();
  return queue[0];
}

/**
 * Who traded with whom: a record adds up what an order traded in a call, and each side's records stand in the order in which its
 * orders traded, so the first lots of one side met the first of the other.
 */
export function pairTrades(
  bids: readonly Traded[],
  asks: readonly Traded[],
  market: Row<"markets">,
  priceTicks: number,
): Execution[] {
  const [buyers, sellers] = [bids.map((each) => ({ ...each })), asks.map((each) => ({ ...each }))];
  const executions: Execution[] = [];
  for (let [bid, ask] = [head(buyers), head(sellers)]; bid && ask; [bid, ask] = [head(buyers), head(sellers)]) {
    const lots = bid.lots < ask.lots ? bid.lots : ask.lots;
    executions.push({
      priceTicks,
      lots,
      notional: notional(lots, priceTicks, market.tickSize),
      maker: ask.order.owner,
      makerOrderId: ask.order.id,
      makerFee: makerFeeOnFill(ask.before, lots, priceTicks, market.tickSize, ask.order.feePips),
      taker: bid.order.owner,
      takerSide: "BID",
      takerOrderId: bid.order.id,
    });
    for (const side of [bid, ask]) {
      side.before -= lots;
      side.lots -= lots;
    }
  }
  return executions;
}

/** What an auction's price leaves behind where it traded: the reference of the market's static band. */
async function moveStaticReference(store: Store, meta: EventMeta, marketId: number, staticTicks: number) {
  const rules = await store.find("marketRules", { marketId });
  if (rules !== null) await store.put("marketRules", { ...rules, staticTicks, block: meta.block });
}

const lotsOf = (traded: readonly Traded[]): bigint => traded.reduce((sum, { lots }) => sum + lots, 0n);

export const auctionFilled: Projection<"Exchange:AuctionFilled"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const { priceTicks } = args;
  const fills = decodeAuctionFills(args.fills);
  const met: Met[] = [];
  for (const [part, fill] of fills.entries()) met.push(await meetOrder(store, meta, market, priceTicks, fill, part));
  for (const side of ["BID", "ASK"] as const) {
    const records = fills.filter((fill) => fill.side === side);
    await changeLevels(store, meta, { marketId: market.id, side }, records);
  }
  await applyMoves(
    store,
    meta,
    met.flatMap(({ moves }) => moves),
  );
  const of = (side: "BID" | "ASK") => met.flatMap(({ traded }) => (traded?.order.side === side ? [traded] : []));
  const [bids, asks] = [of("BID"), of("ASK")];
  const [bought, sold] = [lotsOf(bids), lotsOf(asks)];
  const subject = `market ${market.id}`;
  await expectEqual(store, meta, { kind: "AUCTION_TOTAL", subject, expected: bought, actual: sold });
  await recordExecutions(store, meta, market, pairTrades(bids, asks, market, priceTicks), true);
  const fees = met.reduce((sum, { fee }) => sum + fee, 0n);
  await collectFees(store, meta, market.quoteAsset, fees);
  if (bought === 0n) return;
  await moveStaticReference(store, meta, market.id, priceTicks);
  await changeAuction(store, market, ({ tradedLots }) => ({ tradedLots: tradedLots + bought, block: meta.block }));
};
