import type * as schema from "../../ponder.schema.ts";

type Schema = typeof schema;

/** Names of the indexer's tables. */
export type TableName = keyof Schema;

/** One row of a table as the schema declares it. */
export type Row<T extends TableName> = Schema[T]["$inferSelect"];

/** Primary key columns of every table. */
export const KEY_COLUMNS = {
  assets: ["id"],
  balances: ["account", "batchId"],
  batchEvents: ["id"],
  batchSupplies: ["batchId"],
  batches: ["id"],
  breakerTrips: ["id"],
  candles: ["marketId", "interval", "start"],
  certificates: ["id"],
  consistencyFaults: ["id"],
  eligibilities: ["account"],
  feeBalances: ["asset"],
  fills: ["id"],
  icebergs: ["id"],
  levels: ["marketId", "side", "priceTicks"],
  marketRules: ["marketId"],
  markets: ["id"],
  orders: ["id"],
  progress: ["id"],
  projects: ["id"],
  proposals: ["id"],
  retirements: ["id"],
  serialBlocks: ["id"],
  trades: ["id"],
  vaultBalances: ["account", "asset"],
} as const satisfies { [T in TableName]: readonly (keyof Row<T>)[] };

/** The key that names one row of a table. */
export type Key<T extends TableName> = Pick<Row<T>, (typeof KEY_COLUMNS)[T][number] & keyof Row<T>>;
