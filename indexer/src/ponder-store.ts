import * as schema from "../ponder.schema.ts";
import { KEY_COLUMNS } from "./projections/rows.ts";
import type { Key, Row, TableName } from "./projections/rows.ts";
import type { Store } from "./projections/store.ts";

/** The part of Ponder's database that is used, without its per-table types: `Store` brings those back. */
export type PonderDb = {
  find(table: object, key: object): Promise<unknown>;
  insert(table: object): { values(row: object): { onConflictDoUpdate(change: object): PromiseLike<unknown> } };
};

/** The columns of a row that are not its key. */
function withoutKey(table: TableName, row: object): object {
  const key: readonly string[] = KEY_COLUMNS[table];
  return Object.fromEntries(Object.entries(row).filter(([column]) => !key.includes(column)));
}

/** A store over the database of one Ponder handler call. */
export function createPonderStore(db: PonderDb): Store {
  return {
    find: async <T extends TableName>(table: T, key: Key<T>) => (await db.find(schema[table], key)) as Row<T> | null,
    put: async (table, row) => {
      await db.insert(schema[table]).values(row).onConflictDoUpdate(withoutKey(table, row));
    },
  };
}
