/**
 * What bounds a market's prices and pauses; mirrors IExchange.MarketRules. Bands in basis points, zero for none; `staticTicks`
 * the reference of the static band; times in seconds; `keeperFeeTicks` prepaid per deferred order, in units of tickSize.
 */
export type MarketRules = {
  dynamicBandBps: number;
  staticBandBps: number;
  moveCapBps: number;
  triggerBandBps: number;
  staticTicks: number;
  averagingSeconds: number;
  auctionSeconds: number;
  maxHaltSeconds: number;
  keeperFeeTicks: number;
};

/** Rules that bound no price. */
export const UNBOUNDED_RULES: MarketRules = {
  dynamicBandBps: 0,
  staticBandBps: 0,
  moveCapBps: 0,
  triggerBandBps: 0,
  staticTicks: 0,
  averagingSeconds: 600,
  auctionSeconds: 300,
  maxHaltSeconds: 86_400,
  keeperFeeTicks: 0,
};
