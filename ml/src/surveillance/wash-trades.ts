/** A trade as surveillance sees it; `lots` as on chain. */
export type SurveyedTrade = { id: string; maker: string; taker: string; lots: bigint; timestamp: number };

/** How much of the volume an account traded with itself or passed back and forth with one other account. */
export type WashReport = {
  totalLots: bigint;
  selfTradeShare: number;
  /** Volume that came back between the same two accounts within the window. */
  roundTripShare: number;
  pairs: { accounts: [string, string]; lots: bigint; tradeIds: string[] }[];
};

const PARTS = 1_000_000n;

/**
 * Self trades, and round trips: of what A bought from B and B bought from A within `windowSeconds` of each other, the smaller
 * volume counts twice, because it went nowhere. Regulation (EU) 2016/522, Annex II, practice 3(a).
 */
export function washTrades(trades: readonly SurveyedTrade[], windowSeconds: number): WashReport {
  let totalLots = 0n;
  let selfLots = 0n;
  const byPair = new Map<string, SurveyedTrade[]>();
  for (const trade of trades) {
    totalLots += trade.lots;
    const [maker, taker] = [trade.maker.toLowerCase(), trade.taker.toLowerCase()];
    if (maker === taker) {
      selfLots += trade.lots;
      continue;
    }
    const key = maker < taker ? `${maker} ${taker}` : `${taker} ${maker}`;
    byPair.set(key, [...(byPair.get(key) ?? []), { ...trade, maker, taker }]);
  }
  const pairs = [...byPair].flatMap(([key, found]) => roundTrips(key, found, windowSeconds));
  pairs.sort((a, b) => (a.lots === b.lots ? 0 : a.lots < b.lots ? 1 : -1));
  const roundTripLots = pairs.reduce((sum, pair) => sum + pair.lots, 0n);
  return {
    totalLots,
    selfTradeShare: shareOf(selfLots, totalLots),
    roundTripShare: shareOf(roundTripLots, totalLots),
    pairs,
  };
}

/** Matches opposite trades of one pair in time order, each lot once. */
function roundTrips(key: string, trades: readonly SurveyedTrade[], windowSeconds: number): WashReport["pairs"] {
  const [first = "", second = ""] = key.split(" ");
  const waiting: { trade: SurveyedTrade; left: bigint }[] = [];
  const ids = new Set<string>();
  let lots = 0n;
  for (const trade of trades.toSorted((a, b) => a.timestamp - b.timestamp)) {
    let left = trade.lots;
    for (const entry of waiting) {
      if (left === 0n) break;
      const opposite = entry.trade.maker !== trade.maker;
      if (!opposite || entry.left === 0n || trade.timestamp - entry.trade.timestamp > windowSeconds) continue;
      const matched = entry.left < left ? entry.left : left;
      entry.left -= matched;
      left -= matched;
      lots += 2n * matched;
      ids.add(entry.trade.id).add(trade.id);
    }
    if (left > 0n) waiting.push({ trade, left });
  }
  return lots === 0n ? [] : [{ accounts: [first, second], lots, tradeIds: [...ids] }];
}

function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * PARTS) / whole) / Number(PARTS);
}
