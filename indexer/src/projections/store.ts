import type { Key, Row, TableName } from "./rows.ts";

/** What projections may do with the tables: read one row by its key, write one whole row. */
export type Store = {
  find<T extends TableName>(table: T, key: Key<T>): Promise<Row<T> | null>;
  put<T extends TableName>(table: T, row: Row<T>): Promise<void>;
};
