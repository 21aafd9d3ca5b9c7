import type { Side } from "../codecs/enums.ts";

/** An order for slices as it was placed. `arrivalTicks` is the price when it was placed, in whole or half ticks; `weights` is empty for a TWAP. */
export type ReportedOrder = {
  side: Side;
  lots: bigint;
  startAt: number;
  interval: number;
  slices: number;
  weights: readonly number[];
  arrivalTicks: number;
  tickSize: bigint;
};

/** One call that executed a slice or carried one on; money in quote base units, `gasWei` what its caller paid for it. */
export type ReportedSlice = {
  slice: number;
  timestamp: number;
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
  keeperFee: bigint;
  gasWei: bigint;
};

/** A trade of the market, the order's own ones included, in chain order; `timestamp` in unix seconds. */
export type IntervalTrade = { timestamp: number; lots: bigint; priceTicks: number };

/**
 * How well an order was executed. Prices in ticks; `...Bps` in basis points, above zero where the order did worse than the benchmark;
 * null where nothing was filled or nothing traded. `scheduleError` is RMS(filled - plan) at the end of each slice over the whole size.
 * `shortfall` is what it cost beyond the arrival price, fees included, in quote base units; `gasQuote` comes on top and is the keeper's.
 */
export type ExecutionReport = {
  hasEnded: boolean;
  filledLots: bigint;
  completion: number;
  averageTicks: number | null;
  arrivalTicks: number;
  vwapTicks: number | null;
  twapTicks: number;
  arrivalSlippageBps: number | null;
  vwapSlippageBps: number | null;
  twapSlippageBps: number | null;
  scheduleError: number;
  delays: { slice: number; seconds: number }[];
  missedSlices: number;
  takerFees: bigint;
  keeperFees: bigint;
  gasWei: bigint;
  gasQuote: bigint | null;
  shortfall: bigint;
};

const BPS = 10_000;
const WEI = 10n ** 18n;
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/**
 * Measures an order for slices against its arrival price, the interval's volume- and time-weighted price and its own schedule.
 * @param order as placed.
 * @param slices every call that traded for it, in chain order.
 * @param trades of its market from its start to `endedAt`.
 * @param endedAt unix seconds: when it ended, or the time of the report where `hasEnded` is false.
 * @param quotePerNative quote base units for one whole native coin (10^18 wei); null where gas is not to be converted.
 */
export function executionReport(
  order: ReportedOrder,
  slices: readonly ReportedSlice[],
  trades: readonly IntervalTrade[],
  { hasEnded, endedAt, quotePerNative }: { hasEnded: boolean; endedAt: number; quotePerNative: bigint | null },
): ExecutionReport {
  const filledLots = sumOf(slices.map((slice) => slice.filledLots));
  const notional = sumOf(slices.map((slice) => slice.notional));
  const [takerFees, keeperFees, gasWei] = (["takerFee", "keeperFee", "gasWei"] as const).map((field) =>
    sumOf(slices.map((slice) => slice[field])),
  ) as [bigint, bigint, bigint];
  const averageTicks = filledLots === 0n ? null : Number(notional) / Number(filledLots * order.tickSize);
  const window = { from: order.startAt, to: Math.max(order.startAt, endedAt) };
  const inside = trades.filter(({ timestamp }) => timestamp >= window.from && timestamp <= window.to);
  const [vwapTicks, twapTicks] = [vwap(inside), twap(inside, order.arrivalTicks, window)];
  const direction = order.side === "BID" ? 1n : -1n;
  const slippage = (benchmark: number | null) =>
    averageTicks === null || benchmark === null
      ? null
      : ((Number(direction) * (averageTicks - benchmark)) / benchmark) * BPS;
  // in half ticks, so that the middle of a spread is a whole number
  const atArrival = (filledLots * BigInt(Math.round(order.arrivalTicks * 2)) * order.tickSize) / 2n;
  return {
    hasEnded,
    filledLots,
    completion: Number(filledLots) / Number(order.lots),
    averageTicks,
    arrivalTicks: order.arrivalTicks,
    vwapTicks,
    twapTicks,
    arrivalSlippageBps: slippage(order.arrivalTicks),
    vwapSlippageBps: slippage(vwapTicks),
    twapSlippageBps: slippage(twapTicks),
    scheduleError: scheduleError(order, slices, endedAt),
    ...delaysOf(order, slices, endedAt),
    takerFees,
    keeperFees,
    gasWei,
    gasQuote: quotePerNative === null ? null : (gasWei * quotePerNative) / WEI,
    shortfall: direction * (notional - atArrival) + takerFees + keeperFees,
  };
}

function vwap(trades: readonly IntervalTrade[]): number | null {
  const lots = sumOf(trades.map((trade) => trade.lots));
  if (lots === 0n) return null;
  return Number(sumOf(trades.map((trade) => trade.lots * BigInt(trade.priceTicks)))) / Number(lots);
}

/** The last price, weighted by how long it was the last one; the arrival price before the first trade. */
function twap(trades: readonly IntervalTrade[], arrivalTicks: number, window: { from: number; to: number }): number {
  let [sum, since, price] = [0, window.from, arrivalTicks];
  for (const { timestamp, priceTicks } of trades) {
    sum += price * (timestamp - since);
    [since, price] = [timestamp, priceTicks];
  }
  sum += price * (window.to - since);
  return window.to === window.from ? price : sum / (window.to - window.from);
}

/** How many slices are over at a time, at most all of them. */
function slicesOver({ startAt, interval, slices }: ReportedOrder, seconds: number): number {
  return Math.min(slices, Math.max(0, Math.floor((seconds - startAt) / interval)));
}

/** Slices that count: those that are over, and one under way that has traded. An order filled early is judged to its last fill. */
function slicesCounted(order: ReportedOrder, slices: readonly ReportedSlice[], endedAt: number): number {
  return Math.max(slicesOver(order, endedAt), ...slices.map(({ slice }) => Math.min(order.slices, slice + 1)));
}

function scheduleError(order: ReportedOrder, slices: readonly ReportedSlice[], endedAt: number): number {
  const count = slicesCounted(order, slices, endedAt);
  const weightOf = (slice: number) => (order.weights.length === 0 ? 1 : (order.weights[slice] ?? 0));
  const whole = Array.from({ length: order.slices }, (_, slice) => weightOf(slice)).reduce((sum, one) => sum + one, 0);
  let [squares, planned] = [0, 0];
  for (let slice = 0; slice < count; slice++) {
    planned += weightOf(slice) / whole;
    const filled = sumOf(slices.filter((done) => done.slice <= slice).map((done) => done.filledLots));
    squares += (Number(filled) / Number(order.lots) - planned) ** 2;
  }
  return count === 0 ? 0 : Math.sqrt(squares / count);
}

/** How late each slice that traded first did, and how many that are over never did. */
function delaysOf(order: ReportedOrder, slices: readonly ReportedSlice[], endedAt: number) {
  const first = new Map<number, number>();
  for (const { slice, timestamp } of slices) if (!first.has(slice)) first.set(slice, timestamp);
  const delays = [...first].map(([slice, timestamp]) => ({
    slice,
    seconds: timestamp - (order.startAt + slice * order.interval),
  }));
  return { delays, missedSlices: slicesCounted(order, slices, endedAt) - first.size };
}
