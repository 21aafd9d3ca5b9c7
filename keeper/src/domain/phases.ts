import type { HaltAction, ReopenAction, UncrossAction } from "./action.ts";
import type { ChainSnapshot, IndexSnapshot, MarketSnapshot } from "./snapshot.ts";

const BPS = 10_000;

/** Phase changes that are due, by market id. Only one of them can be due in a market: each needs another phase. */
export function phaseActions(snapshot: ChainSnapshot, maxSteps: number): (UncrossAction | ReopenAction | HaltAction)[] {
  const now = snapshot.block.timestamp;
  return snapshot.markets
    .toSorted((a, b) => a.marketId - b.marketId)
    .flatMap((market): (UncrossAction | ReopenAction | HaltAction)[] => {
      const { marketId } = market;
      const work = { resource: `phase/${marketId}`, dueSince: market.endsAt === 0n ? null : market.endsAt };
      if (isUncrossable(market, now)) {
        return [{ job: "uncross", lane: "halt", marketId, maxSteps, works: [{ ...work, id: uncrossWorkId(market) }] }];
      }
      if (market.phase === "HALTED" && market.endsAt !== 0n && market.endsAt <= now) {
        return [
          { job: "reopen", lane: "halt", marketId, works: [{ ...work, id: `reopen/${marketId}/${market.endsAt}` }] },
        ];
      }
      if (market.phase === "CONTINUOUS" && market.index !== null && isOutsideIndex(market.index, now)) {
        return [
          { job: "checkAndHalt", lane: "halt", marketId, works: [{ ...work, id: haltWorkId(marketId, market.index) }] },
        ];
      }
      return [];
    });
}

/** An auction whose time is over, or one that is being carried out. */
function isUncrossable({ phase, endsAt }: MarketSnapshot, nowSeconds: bigint): boolean {
  return phase === "UNCROSSING" || ((phase === "AUCTION" || phase === "OPENING") && endsAt <= nowSeconds);
}

/**
 * Whether the last price and the one of an earlier block both stand outside of the index band, and the last trade is no older
 * than an answer of the index may be. Mirrors IExchangeAuctions.checkAndHalt, which decides.
 */
export function isOutsideIndex(index: IndexSnapshot, nowSeconds: bigint): boolean {
  if (index.indexTicks === 0 || index.settledTicks === 0) return false;
  if (nowSeconds - index.lastTradeAt > index.maxAgeSeconds) return false;
  const low = Math.max(1, Math.ceil((index.indexTicks * (BPS - index.bandBps)) / BPS));
  const high = Math.floor((index.indexTicks * (BPS + index.bandBps)) / BPS);
  return [index.settledTicks, index.lastTicks].every((ticks) => ticks < low || ticks > high);
}

/** Names an auction and what it has left to trade: any progress gives another name. */
export function uncrossWorkId({ marketId, phase, endsAt, auction }: MarketSnapshot): string {
  return `uncross/${marketId}/${phase}/${endsAt}/${auction?.priceTicks ?? 0}/${auction?.lots ?? 0n}`;
}

function haltWorkId(marketId: number, { settledTicks, lastTicks, indexTicks, lastTradeAt }: IndexSnapshot): string {
  return `checkAndHalt/${marketId}/${settledTicks}/${lastTicks}/${indexTicks}/${lastTradeAt}`;
}
