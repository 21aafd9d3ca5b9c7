import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { Pool } from "pg";
import { ComplianceError } from "../errors.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);

/**
 * Brings schema `compliance` up to date with the numbered files, all in one transaction; refuses an applied file that
 * was changed since. Safe to call from several processes. Returns the names applied.
 */
export async function migrateCompliance(pool: Pool): Promise<string[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).toSorted();
  const client = await pool.connect();
  const applied: string[] = [];
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('carbonxchange compliance migrations', 0))");
    await client.query("CREATE SCHEMA IF NOT EXISTS compliance");
    await client.query(
      "CREATE TABLE IF NOT EXISTS compliance.migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const known = await client.query<{ name: string; sha256: string }>(
      "SELECT name, sha256 FROM compliance.migrations",
    );
    const shaByName = new Map(known.rows.map((row) => [row.name, row.sha256]));
    for (const name of names) {
      const sql = await readFile(new URL(name, MIGRATIONS), "utf8");
      const sha256 = createHash("sha256").update(sql).digest("hex");
      const before = shaByName.get(name);
      if (before === sha256) continue;
      if (before !== undefined) throw new ComplianceError("MIGRATION_CHANGED", name);
      await client.query(sql);
      await client.query("INSERT INTO compliance.migrations (name, sha256) VALUES ($1, $2)", [name, sha256]);
      applied.push(name);
    }
    await client.query("COMMIT");
    return applied;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
