import { KEY_COLUMNS } from "./rows.ts";
import type { Key, Row, TableName } from "./rows.ts";
import type { Store } from "./store.ts";

/** A store in memory that can also be read as a whole. */
export type MemoryStore = Store & {
  /** All rows of a table, sorted by key. */
  rows<T extends TableName>(table: T): Row<T>[];
};

/** Text of a row's key, unique within its table. */
export function keyText<T extends TableName>(table: T, row: Key<T>): string {
  const columns: readonly string[] = KEY_COLUMNS[table];
  const values = row as Record<string, unknown>;
  return columns.map((column) => String(values[column])).join("|");
}

/** Creates an empty store in memory. Rows are copied in and out, so nobody shares them. */
export function createMemoryStore(): MemoryStore {
  const tables = new Map<TableName, Map<string, object>>();
  const table = (name: TableName): Map<string, object> => {
    const existing = tables.get(name) ?? new Map<string, object>();
    tables.set(name, existing);
    return existing;
  };
  return {
    find: <T extends TableName>(name: T, key: Key<T>) => {
      const row = table(name).get(keyText(name, key)) as Row<T> | undefined;
      return Promise.resolve(row === undefined ? null : { ...row });
    },
    put: (name, row) => {
      table(name).set(keyText(name, row), { ...row });
      return Promise.resolve();
    },
    rows: <T extends TableName>(name: T) =>
      [...table(name)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => ({ ...(row as Row<T>) })),
  };
}
