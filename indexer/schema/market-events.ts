import { index, onchainTable, primaryKey } from "ponder";

/**
 * Auctions, from the phase that collects orders until trading opens or the market pauses. `priceTicks` is the last price found,
 * null before; `tradedLots` what traded in it.
 */
export const auctions = onchainTable(
  "auctions",
  (t) => ({
    id: t.text().primaryKey(),
    marketId: t.integer().notNull(),
    phase: t.text().notNull(),
    openedAt: t.int8({ mode: "bigint" }).notNull(),
    endsAt: t.int8({ mode: "bigint" }),
    priceTicks: t.integer(),
    tradedLots: t.bigint().notNull(),
    closedAt: t.int8({ mode: "bigint" }),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byMarket: index().on(table.marketId, table.openedAt) }),
);

/** Every time that a market was halted because its prices stood outside of the index band. */
export const indexBreaches = onchainTable(
  "index_breaches",
  (t) => ({
    id: t.text().primaryKey(),
    marketId: t.integer().notNull(),
    settledTicks: t.integer().notNull(),
    indexTicks: t.integer().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byTime: index().on(table.marketId, table.timestamp) }),
);

/** The index a market is judged by; `feed` is null when it has none. */
export const oracles = onchainTable("oracles", (t) => ({
  marketId: t.integer().primaryKey(),
  feed: t.hex(),
  maxAgeSeconds: t.int8({ mode: "bigint" }).notNull(),
  bandBps: t.integer().notNull(),
  block: t.bigint().notNull(),
}));

/** A market's discounts for those who trade much, from position zero upward; one with `fromKilograms` zero is none. */
export const feeTiers = onchainTable(
  "fee_tiers",
  (t) => ({
    marketId: t.integer().notNull(),
    position: t.integer().notNull(),
    fromKilograms: t.bigint().notNull(),
    takerDiscountPips: t.integer().notNull(),
    makerDiscountPips: t.integer().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.marketId, table.position] }) }),
);
