/** Ids of orders that may have work for the keeper. Hints only: each is checked on the chain before a transaction is made. */
export type HintAnswer = { available: true; orderIds: bigint[] } | { available: false; reason: string };

export type OrderHints = {
  /** At most `limit` resting orders whose expiry lies before `nowSeconds` of chain time, longest expired first. */
  expired(nowSeconds: bigint, limit: number): Promise<HintAnswer>;
  /** At most `limit` live conditional orders that trail the price or expired before `nowSeconds`, the expired ones first. */
  conditionals(nowSeconds: bigint, limit: number): Promise<HintAnswer>;
  /** At most `limit` live orders for slices that have started by `nowSeconds`, oldest start first. */
  parents(nowSeconds: bigint, limit: number): Promise<HintAnswer>;
};
