import { index, onchainTable, primaryKey } from "ponder";

/** Listed assets; `batchId` is null for an ERC-20. */
export const assets = onchainTable(
  "assets",
  (t) => ({
    id: t.integer().primaryKey(),
    token: t.hex().notNull(),
    isCredit: t.boolean().notNull(),
    batchId: t.bigint(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ byBatch: index().on(table.batchId) }),
);

/**
 * Markets. `revision` counts the changes of book and trades; `tip` names the last one by block hash and log index. `phaseEndsAt`
 * is when an auction may be uncrossed or a halt ended by anyone, null for no end; `auctionId` names the auction under way.
 */
export const markets = onchainTable("markets", (t) => ({
  id: t.integer().primaryKey(),
  baseAsset: t.integer().notNull(),
  quoteAsset: t.integer().notNull(),
  batchId: t.bigint().notNull(),
  quoteToken: t.hex().notNull(),
  lotUnits: t.bigint().notNull(),
  tickSize: t.bigint().notNull(),
  minLots: t.bigint().notNull(),
  makerFeePips: t.integer().notNull(),
  takerFeePips: t.integer().notNull(),
  phase: t.text().notNull(),
  phaseEndsAt: t.int8({ mode: "bigint" }),
  auctionId: t.text(),
  lastTicks: t.integer(),
  tradeCount: t.bigint().notNull(),
  revision: t.bigint().notNull(),
  tip: t.text().notNull(),
  createdAt: t.int8({ mode: "bigint" }).notNull(),
  block: t.bigint().notNull(),
}));

/** What bounds a market's prices and pauses, as last set; bands in basis points, zero for none. */
export const marketRules = onchainTable("market_rules", (t) => ({
  marketId: t.integer().primaryKey(),
  dynamicBandBps: t.integer().notNull(),
  staticBandBps: t.integer().notNull(),
  moveCapBps: t.integer().notNull(),
  triggerBandBps: t.integer().notNull(),
  staticTicks: t.integer().notNull(),
  averagingSeconds: t.int8({ mode: "bigint" }).notNull(),
  auctionSeconds: t.int8({ mode: "bigint" }).notNull(),
  maxHaltSeconds: t.int8({ mode: "bigint" }).notNull(),
  keeperFeeTicks: t.integer().notNull(),
  block: t.bigint().notNull(),
}));

/** Every time that the next fill would have been outside of the market's price band, which opened an auction. */
export const breakerTrips = onchainTable(
  "breaker_trips",
  (t) => ({
    id: t.text().primaryKey(),
    marketId: t.integer().notNull(),
    priceTicks: t.integer().notNull(),
    lowTicks: t.integer().notNull(),
    highTicks: t.integer().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byTime: index().on(table.marketId, table.timestamp) }),
);

/**
 * Orders that rest in a book or wait in a work queue. `remainingLots` of an order that left without trading keeps what was
 * given back, so lots - remainingLots is always what traded. The shown parts of an iceberg are orders of their own, which
 * `icebergId` holds together. `keeperFee` is what one that waits still holds for its execution, quote base units.
 */
export const orders = onchainTable(
  "orders",
  (t) => ({
    id: t.bigint().primaryKey(),
    marketId: t.integer().notNull(),
    side: t.text().notNull(),
    kind: t.text().notNull(),
    orderType: t.text(),
    priceTicks: t.integer().notNull(),
    owner: t.hex().notNull(),
    lots: t.bigint().notNull(),
    remainingLots: t.bigint().notNull(),
    expiry: t.int8({ mode: "bigint" }),
    feePips: t.integer().notNull(),
    status: t.text().notNull(),
    clientId: t.bigint().notNull(),
    icebergId: t.bigint(),
    keeperFee: t.bigint().notNull(),
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
 * Icebergs: `hiddenLots` stand behind the part that shows, the order `shownOrderId`, and come up `peakLots` at a time. One that
 * ended keeps what was given back in `hiddenLots`.
 */
export const icebergs = onchainTable(
  "icebergs",
  (t) => ({
    id: t.bigint().primaryKey(),
    marketId: t.integer().notNull(),
    side: t.text().notNull(),
    priceTicks: t.integer().notNull(),
    owner: t.hex().notNull(),
    lots: t.bigint().notNull(),
    hiddenLots: t.bigint().notNull(),
    peakLots: t.bigint().notNull(),
    shownOrderId: t.bigint().notNull(),
    expiry: t.int8({ mode: "bigint" }),
    feePips: t.integer().notNull(),
    clientId: t.bigint().notNull(),
    live: t.boolean().notNull(),
    placedAt: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byOwner: index().on(table.owner, table.placedAt, table.id) }),
);

/** Price levels; one that was emptied stays with zero lots. */
export const levels = onchainTable(
  "levels",
  (t) => ({
    marketId: t.integer().notNull(),
    side: t.text().notNull(),
    priceTicks: t.integer().notNull(),
    lots: t.bigint().notNull(),
    orders: t.integer().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.marketId, table.side, table.priceTicks] }) }),
);

/**
 * Every record of every take and auction, removals included, exactly as the exchange packed it; in an auction `priceTicks` is the
 * order's own limit. `fee` is what the order paid for it, negative for a rebate.
 */
export const fills = onchainTable(
  "fills",
  (t) => ({
    id: t.text().primaryKey(),
    marketId: t.integer().notNull(),
    makerOrderId: t.bigint().notNull(),
    takerOrderId: t.bigint(),
    priceTicks: t.integer().notNull(),
    lots: t.bigint().notNull(),
    remainingLots: t.bigint().notNull(),
    outcome: t.text().notNull(),
    levelLots: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    part: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byMakerOrder: index().on(table.makerOrderId), byTakerOrder: index().on(table.takerOrderId) }),
);

/**
 * Executions between two accounts; `seq` counts from 1 per market. `takerOrderId` is the deferred order or the order for slices that
 * took, null for one that matched on arrival. In an auction nobody takes: the bid stands as the taker and the ask as the maker.
 */
export const trades = onchainTable(
  "trades",
  (t) => ({
    id: t.text().primaryKey(),
    marketId: t.integer().notNull(),
    seq: t.bigint().notNull(),
    takerSide: t.text().notNull(),
    priceTicks: t.integer().notNull(),
    lots: t.bigint().notNull(),
    notional: t.bigint().notNull(),
    maker: t.hex().notNull(),
    taker: t.hex().notNull(),
    makerOrderId: t.bigint().notNull(),
    takerOrderId: t.bigint(),
    makerFee: t.bigint().notNull(),
    auction: t.boolean().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    part: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    bySeq: index().on(table.marketId, table.seq),
    byTime: index().on(table.marketId, table.timestamp),
    byMaker: index().on(table.maker),
    byTaker: index().on(table.taker),
  }),
);

/** Candles of 1m, 5m, 15m, 1h and 1d; an interval without a trade has no row. */
export const candles = onchainTable(
  "candles",
  (t) => ({
    marketId: t.integer().notNull(),
    interval: t.text().notNull(),
    start: t.int8({ mode: "bigint" }).notNull(),
    openTicks: t.integer().notNull(),
    highTicks: t.integer().notNull(),
    lowTicks: t.integer().notNull(),
    closeTicks: t.integer().notNull(),
    volumeLots: t.bigint().notNull(),
    volumeNotional: t.bigint().notNull(),
    trades: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.marketId, table.interval, table.start] }) }),
);

/** Vault balances per account and asset: free, and locked in the account's own orders. */
export const vaultBalances = onchainTable(
  "vault_balances",
  (t) => ({
    account: t.hex().notNull(),
    asset: t.integer().notNull(),
    free: t.bigint().notNull(),
    escrowed: t.bigint().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.asset] }), byAsset: index().on(table.asset) }),
);

/** Fees earned per asset and paid out of them. */
export const feeBalances = onchainTable("fee_balances", (t) => ({
  asset: t.integer().primaryKey(),
  collected: t.bigint().notNull(),
  paidOut: t.bigint().notNull(),
  block: t.bigint().notNull(),
}));

/** Where an event's post-state differs from what the indexer derived. Never repaired here: a row is an alarm. */
export const consistencyFaults = onchainTable("consistency_faults", (t) => ({
  id: t.text().primaryKey(),
  kind: t.text().notNull(),
  subject: t.text().notNull(),
  expected: t.text().notNull(),
  actual: t.text().notNull(),
  block: t.bigint().notNull(),
  logIndex: t.integer().notNull(),
  txHash: t.hex().notNull(),
}));

/** The last event applied; one row. Events at or before it are redeliveries and change nothing. */
export const progress = onchainTable("progress", (t) => ({
  id: t.integer().primaryKey(),
  block: t.bigint().notNull(),
  logIndex: t.integer().notNull(),
  blockHash: t.hex().notNull(),
  timestamp: t.int8({ mode: "bigint" }).notNull(),
  events: t.bigint().notNull(),
}));
