import type { Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import { recordBatchEvent } from "./batch-history.ts";
import { recordPrints } from "./candles.ts";
import { partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { touched } from "./market-events.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** One execution between two accounts; in an auction the ask stands as the maker, see the table `trades`. */
export type Execution = {
  priceTicks: number;
  lots: bigint;
  notional: bigint;
  maker: Hex;
  makerOrderId: bigint;
  makerFee: bigint;
  taker: Hex;
  takerSide: Side;
  takerOrderId: bigint | null;
};

async function recordTrade(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  execution: Execution & { auction: boolean },
  part: number,
): Promise<void> {
  const { maker, taker, takerSide } = execution;
  const id = partId(meta, part);
  await store.put("trades", {
    id,
    marketId: market.id,
    seq: market.tradeCount + BigInt(part) + 1n,
    ...execution,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    part,
    txHash: meta.txHash,
  });
  const [from, to] = takerSide === "BID" ? [maker, taker] : [taker, maker];
  await recordBatchEvent(store, meta, {
    batchId: market.batchId,
    kind: "TRADED",
    units: execution.lots * market.lotUnits,
    from,
    to,
    reference: id,
    part,
  });
}

/** Writes the executions of one event as trades, into the batch's history, the candles and the market. */
export async function recordExecutions(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  executions: readonly Execution[],
  auction: boolean,
): Promise<void> {
  for (const [part, execution] of executions.entries()) {
    await recordTrade(store, meta, market, { ...execution, auction }, part);
  }
  await recordPrints(store, meta, market.id, executions);
  await store.put("markets", {
    ...touched(market, meta),
    lastTicks: executions.at(-1)?.priceTicks ?? market.lastTicks,
    tradeCount: market.tradeCount + BigInt(executions.length),
  });
}
