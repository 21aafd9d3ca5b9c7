/** Ids of orders that may be expired. Hints only: each is checked on the chain before a transaction is made. */
export type HintAnswer = { available: true; orderIds: bigint[] } | { available: false; reason: string };

export type OrderHints = {
  /** At most `limit` resting orders whose expiry lies before `nowSeconds` of chain time, longest expired first. */
  expired(nowSeconds: bigint, limit: number): Promise<HintAnswer>;
};
