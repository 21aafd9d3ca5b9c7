/** What an account did to the book at one time. */
export type OrderAction = { account: string; kind: "PLACED" | "CANCELLED" | "FILLED"; timestamp: number };

/** An account's message traffic. `flagged` when both the ratio and the burst reach their limits. */
export type StuffingReport = {
  account: string;
  messages: number;
  fills: number;
  /** Placements and cancellations for each fill; without a fill, all of them. */
  orderToTradeRatio: number;
  /** Most messages within any window. */
  busiestWindow: number;
  flagged: boolean;
};

export type StuffingLimits = { ratio: number; burst: number; windowSeconds: number };

/** Limits in print: an order-to-trade ratio above 15, and 60 changes within 5 seconds. */
export const DEFAULT_STUFFING_LIMITS: StuffingLimits = { ratio: 15, burst: 60, windowSeconds: 5 };

/** Order-to-trade ratio and busiest window by account, busiest first. */
export function quoteStuffing(
  actions: readonly OrderAction[],
  limits: StuffingLimits = DEFAULT_STUFFING_LIMITS,
): StuffingReport[] {
  const byAccount = new Map<string, OrderAction[]>();
  for (const action of actions) {
    const account = action.account.toLowerCase();
    const found = byAccount.get(account);
    if (found === undefined) byAccount.set(account, [action]);
    else found.push(action);
  }
  const reports = [...byAccount].map(([account, found]) => {
    const times = found.flatMap((action) => (action.kind === "FILLED" ? [] : [action.timestamp])).sort((a, b) => a - b);
    const fills = found.length - times.length;
    const orderToTradeRatio = times.length / Math.max(1, fills);
    const busiestWindow = busiest(times, limits.windowSeconds);
    const flagged = orderToTradeRatio > limits.ratio && busiestWindow >= limits.burst;
    return { account, messages: times.length, fills, orderToTradeRatio, busiestWindow, flagged };
  });
  return reports.sort((a, b) => b.busiestWindow - a.busiestWindow || a.account.localeCompare(b.account));
}

function busiest(times: readonly number[], windowSeconds: number): number {
  let most = 0;
  let start = 0;
  times.forEach((time, end) => {
    while (time - (times[start] ?? time) >= windowSeconds) start++;
    most = Math.max(most, end - start + 1);
  });
  return most;
}
