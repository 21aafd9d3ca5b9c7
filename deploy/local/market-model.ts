/** The demonstration market as pure arithmetic: where prices wander, what the book looks like, who trades with whom. */
import type { Side } from "@carbonxchange/sdk";
import type { Random } from "./random.ts";

/** How strongly a price returns to its anchor in one step, and how far it strays. */
const PULL = 0.03;
const STRAY = 0.011;

/** The next middle price in ticks: log-normal around `anchor`, pulled back towards it. Never below 2 ticks. */
export function nextMid(mid: number, anchor: number, random: Random, scale = 1): number {
  const log = Math.log(mid) + PULL * Math.log(anchor / mid) + STRAY * scale * random.normal();
  return Math.min(65_000, Math.max(2, Math.exp(log)));
}

/** Ticks between two levels of the book: about a fifth of a percent, at least one. */
export function levelStep(mid: number): number {
  return Math.max(1, Math.round(mid * 0.002));
}

/** Round lots the way people trade them: many small, few large. */
export function orderLots(random: Random, typical: number): bigint {
  const raw = typical * Math.exp(0.8 * random.normal());
  const grain = raw > 200 ? 50 : raw > 50 ? 10 : raw > 10 ? 5 : 1;
  return BigInt(Math.max(grain, Math.round(raw / grain) * grain));
}

/** One resting order of the opening book; `depth` 0 is the best level. */
export type BookLevel = { side: Side; priceTicks: number; lots: bigint; depth: number };

/** An opening book of `levels` levels on each side of `mid`, larger further out, never crossed. */
export function openingBook(mid: number, levels: number, random: Random): BookLevel[] {
  const step = levelStep(mid);
  const centre = Math.round(mid);
  return Array.from({ length: levels }, (_, depth): BookLevel[] => {
    const offset = Math.max(1, step) + depth * step;
    const typical = 40 + 18 * depth;
    const ask: BookLevel = { side: "ASK", priceTicks: centre + offset, lots: orderLots(random, typical), depth };
    const bid: BookLevel = { side: "BID", priceTicks: centre - offset, lots: orderLots(random, typical), depth };
    return bid.priceTicks >= 1 ? [bid, ask] : [ask];
  }).flat();
}

/** One past trade: the maker rests on `makerSide`, the taker meets all of it. */
export type PastTrade = { market: number; makerSide: Side; priceTicks: number; lots: bigint };

/** The past: for each moment the trades on the markets that traded then, and in the end where each price stands. */
export function pastTrades(
  anchors: readonly number[],
  steps: number,
  random: Random,
): { moments: PastTrade[][]; mids: number[] } {
  const mids = anchors.map((anchor) => anchor * Math.exp(0.04 * random.normal()));
  const moments: PastTrade[][] = [];
  for (let step = 0; step < steps; step++) {
    const moment: PastTrade[] = [];
    anchors.forEach((anchor, market) => {
      const mid = nextMid(mids[market] ?? anchor, anchor, random);
      mids[market] = mid;
      if (!random.chance(0.8)) return;
      const makerSide: Side = random.chance(0.5) ? "BID" : "ASK";
      const lean = (makerSide === "ASK" ? 0.5 : -0.5) * levelStep(mid);
      moment.push({ market, makerSide, priceTicks: Math.max(1, Math.round(mid + lean)), lots: orderLots(random, 30) });
    });
    moments.push(moment);
  }
  return { moments, mids };
}
