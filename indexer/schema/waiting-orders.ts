import { index, onchainTable } from "ponder";

/**
 * Orders that wait for a price. A live one (WAITING) holds the escrow of its dearer limit and `keeperFee`, quote base units
 * prepaid for being fired; what it became is the order `deferredId`. Triggers that it does not have are null.
 */
export const conditionals = onchainTable(
  "conditionals",
  (t) => ({
    id: t.bigint().primaryKey(),
    marketId: t.integer().notNull(),
    owner: t.hex().notNull(),
    side: t.text().notNull(),
    kind: t.text().notNull(),
    selfTrade: t.text().notNull(),
    lots: t.bigint().notNull(),
    limitTicks: t.integer().notNull(),
    limitAboveTicks: t.integer().notNull(),
    triggerAboveTicks: t.integer(),
    triggerBelowTicks: t.integer(),
    trailTicks: t.integer(),
    expiry: t.int8({ mode: "bigint" }),
    feePips: t.integer().notNull(),
    keeperFee: t.bigint().notNull(),
    clientId: t.bigint().notNull(),
    status: t.text().notNull(),
    deferredId: t.bigint(),
    firedAt: t.int8({ mode: "bigint" }),
    placedAt: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byOwner: index().on(table.owner, table.placedAt, table.id),
    byMarket: index().on(table.marketId, table.status),
    byExpiry: index().on(table.status, table.expiry),
  }),
);

/**
 * Orders that are worked off in slices. A live one (WORKING) holds the escrow of `remainingLots` at its limit and `keeperFees`,
 * quote base units prepaid and not paid out. `nextSlice` counts from zero; `openLots` are left of the slice under way.
 */
export const parents = onchainTable(
  "parents",
  (t) => ({
    id: t.bigint().primaryKey(),
    marketId: t.integer().notNull(),
    owner: t.hex().notNull(),
    side: t.text().notNull(),
    kind: t.text().notNull(),
    lots: t.bigint().notNull(),
    remainingLots: t.bigint().notNull(),
    limitTicks: t.integer().notNull(),
    startAt: t.int8({ mode: "bigint" }).notNull(),
    interval: t.integer().notNull(),
    slices: t.integer().notNull(),
    toleranceBps: t.integer().notNull(),
    participationBps: t.integer().notNull(),
    weights: t.hex().notNull(),
    selfTrade: t.text().notNull(),
    clientId: t.bigint().notNull(),
    feePips: t.integer().notNull(),
    keeperFeePerSlice: t.bigint().notNull(),
    keeperFees: t.bigint().notNull(),
    nextSlice: t.integer().notNull(),
    openLots: t.bigint().notNull(),
    status: t.text().notNull(),
    placedAt: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byOwner: index().on(table.owner, table.placedAt, table.id),
    byMarket: index().on(table.marketId, table.status),
  }),
);

/** Every execution of a slice; one that is carried on has several rows. */
export const parentSlices = onchainTable(
  "parent_slices",
  (t) => ({
    id: t.text().primaryKey(),
    parentId: t.bigint().notNull(),
    slice: t.integer().notNull(),
    lotsFilled: t.bigint().notNull(),
    openLots: t.bigint().notNull(),
    lotsLeft: t.bigint().notNull(),
    keeper: t.hex().notNull(),
    keeperFee: t.bigint().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byParent: index().on(table.parentId, table.block, table.logIndex) }),
);
