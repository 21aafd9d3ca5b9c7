import { index, onchainTable, primaryKey } from "ponder";

/** Second keys that may trade for an account until a time (unix seconds), zero for never again. */
export const operators = onchainTable(
  "operators",
  (t) => ({
    account: t.hex().notNull(),
    operator: t.hex().notNull(),
    until: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.account, table.operator] }),
    byOperator: index().on(table.operator),
  }),
);

/** When an account's trading ends unless it renews (unix seconds), zero for never. */
export const deadMen = onchainTable("dead_men", (t) => ({
  account: t.hex().primaryKey(),
  until: t.int8({ mode: "bigint" }).notNull(),
  block: t.bigint().notNull(),
}));

/** Nonces of signed requests that are used: bit i of `used` stands for nonce word x 256 + i. */
export const usedNonces = onchainTable(
  "used_nonces",
  (t) => ({
    account: t.hex().notNull(),
    word: t.bigint().notNull(),
    used: t.bigint().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.word] }) }),
);

/** Items of lists that were not carried out; `error` is the revert data of the item by itself. */
export const refusedItems = onchainTable(
  "refused_items",
  (t) => ({
    id: t.text().primaryKey(),
    account: t.hex().notNull(),
    item: t.bigint().notNull(),
    error: t.hex().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account, table.timestamp) }),
);

/**
 * What an account traded against a quote asset in markets with fee tiers, kilograms: in the period of 30 days that is counted
 * (since 1970) and in the one before.
 */
export const volumes = onchainTable(
  "volumes",
  (t) => ({
    account: t.hex().notNull(),
    quoteAsset: t.integer().notNull(),
    period: t.bigint().notNull(),
    kilograms: t.bigint().notNull(),
    lastKilograms: t.bigint().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.quoteAsset] }) }),
);
