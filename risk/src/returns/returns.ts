import { RiskError } from "../errors.ts";

export type ReturnKind = "simple" | "log";

/** Returns between neighbouring prices: p1 / p0 - 1, or ln(p1 / p0). One value fewer than prices. */
export function returnsOf(prices: readonly number[], kind: ReturnKind = "simple"): number[] {
  if (prices.length < 2) {
    throw new RiskError("TOO_SHORT", `prices has ${prices.length} values, at least 2 are needed`, { series: "prices" });
  }
  prices.forEach((price, row) => requirePrice(price, row));
  return prices.slice(1).map((price, index) => change(prices[index] ?? price, price, kind));
}

/** A price at a time; null where there was no quote. `time` in unix seconds. */
export type PricePoint = { time: number; price: number | null };

/** A return over a stretch that may hold gaps: `days` is its length, above 1 where quotes are missing. */
export type DatedReturn = { time: number; value: number; days: number };

/**
 * Returns of a dated series with gaps: a missing price is skipped, never filled, and the next return says how many days it
 * spans. Throws NOT_SORTED unless times strictly increase.
 */
export function datedReturns(points: readonly PricePoint[], kind: ReturnKind = "simple"): DatedReturn[] {
  const found: DatedReturn[] = [];
  let last: { time: number; price: number } | null = null;
  let before = Number.NEGATIVE_INFINITY;
  points.forEach(({ time, price }, row) => {
    if (!(time > before))
      throw new RiskError("NOT_SORTED", `row ${row}: ${time} after ${before}`, { series: "points", row });
    before = time;
    if (price === null) return;
    requirePrice(price, row);
    if (last !== null) {
      found.push({ time, value: change(last.price, price, kind), days: (time - last.time) / 86_400 });
    }
    last = { time, price };
  });
  return found;
}

/** Largest share of unchanged prices at which volatility and VaR figures may be shown without a warning. */
export const STALE_SHARE_LIMIT = 0.3;

/** Share of returns that are exactly zero, and whether it is so high that the figures understate risk. */
export function staleShare(returns: readonly number[]): { share: number; stale: boolean } {
  const zero = returns.filter((value) => value === 0).length;
  const share = returns.length === 0 ? 0 : zero / returns.length;
  return { share, stale: share > STALE_SHARE_LIMIT };
}

function change(from: number, to: number, kind: ReturnKind): number {
  return kind === "log" ? Math.log(to / from) : to / from - 1;
}

function requirePrice(price: number, row: number): void {
  if (!Number.isFinite(price)) {
    throw new RiskError("NOT_FINITE", `prices, row ${row}: ${price}`, { series: "prices", row });
  }
  if (price <= 0) {
    throw new RiskError("NON_POSITIVE_PRICE", `prices, row ${row}: ${price}`, { series: "prices", row });
  }
}
