import type * as schema from "../../ponder.schema.ts";

type Schema = typeof schema;

/** Names of the indexer's tables. */
export type TableName = keyof Schema;

/** One row of a table as the schema declares it. */
export type Row<T extends TableName> = Schema[T]["$inferSelect"];

/** Primary key columns of every table. */
export const KEY_COLUMNS = {
  assets: ["id"],
  auctions: ["id"],
  balances: ["account", "batchId"],
  batchEvents: ["id"],
  batchSupplies: ["batchId"],
  batches: ["id"],
  breakerTrips: ["id"],
  candles: ["marketId", "interval", "start"],
  certificates: ["id"],
  conditionals: ["id"],
  consistencyFaults: ["id"],
  deadMen: ["account"],
  eligibilities: ["account"],
  feeBalances: ["asset"],
  feeTiers: ["marketId", "position"],
  fills: ["id"],
  icebergs: ["id"],
  indexBreaches: ["id"],
  levels: ["marketId", "side", "priceTicks"],
  marketRules: ["marketId"],
  markets: ["id"],
  operators: ["account", "operator"],
  oracles: ["marketId"],
  orders: ["id"],
  parentSlices: ["id"],
  parents: ["id"],
  progress: ["id"],
  projects: ["id"],
  proposals: ["id"],
  refusedItems: ["id"],
  retirements: ["id"],
  serialBlocks: ["id"],
  trades: ["id"],
  usedNonces: ["account", "word"],
  vaultBalances: ["account", "asset"],
  volumes: ["account", "quoteAsset"],
} as const satisfies { [T in TableName]: readonly (keyof Row<T>)[] };

/** The key that names one row of a table. */
export type Key<T extends TableName> = Pick<Row<T>, (typeof KEY_COLUMNS)[T][number] & keyof Row<T>>;
