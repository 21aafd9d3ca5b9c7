/**
 * Writes indexer/schema.sql: what the views look like to those who read them, derived from ponder.schema.ts. Tests of other
 * rooms create their tables from it; a test here compares it with the schema.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig } from "drizzle-orm/pg-core";
import * as schema from "../ponder.schema.ts";

export const SCHEMA_FILE = join(import.meta.dirname, "../schema.sql");

/** One table as `CREATE TABLE` and its indexes. */
function renderTable(table: (typeof schema)[keyof typeof schema]): string {
  const { name, columns, primaryKeys, indexes } = getTableConfig(table);
  const lines = columns.map((column) => {
    const suffix = column.primary ? " PRIMARY KEY" : column.notNull ? " NOT NULL" : "";
    return `  ${toSnakeCase(column.name)} ${column.getSQLType()}${suffix}`;
  });
  for (const key of primaryKeys)
    lines.push(`  PRIMARY KEY (${key.columns.map(({ name: column }) => toSnakeCase(column)).join(", ")})`);
  const statements = [`CREATE TABLE carbon.${name} (\n${lines.join(",\n")}\n);`];
  for (const { config } of indexes) {
    const names = config.columns.map((column) => ("name" in column ? toSnakeCase(String(column.name)) : ""));
    statements.push(`CREATE INDEX ON carbon.${name} (${names.join(", ")});`);
  }
  return statements.join("\n");
}

/** The whole file. Ponder adds `_ponder_checkpoint` to the views by itself. */
export function renderSchemaSql(): string {
  const tables = Object.values(schema).sort((a, b) => (getTableConfig(a).name < getTableConfig(b).name ? -1 : 1));
  return [
    "-- Written by indexer/scripts/write-schema-sql.ts from ponder.schema.ts. Do not edit.",
    "CREATE SCHEMA carbon;",
    ...tables.map(renderTable),
    [
      "CREATE TABLE carbon._ponder_checkpoint (",
      "  chain_name text PRIMARY KEY,",
      "  chain_id bigint NOT NULL,",
      "  safe_checkpoint varchar(75) NOT NULL,",
      "  latest_checkpoint varchar(75) NOT NULL,",
      "  finalized_checkpoint varchar(75) NOT NULL",
      ");",
    ].join("\n"),
    "",
  ].join("\n\n");
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, renderSchemaSql());
