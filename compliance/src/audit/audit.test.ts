import fc from "fast-check";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../../test/postgres.ts";
import { verifyConsistency, verifyInclusion } from "../merkle/verify.ts";
import { createAuditLog } from "./audit-log.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  entryLeaf,
  findFault,
  GENESIS_HASH,
  requireIntact,
  sealEvent,
  type AuditEntry,
  type AuditEvent,
} from "./entry.ts";
import { migrateCompliance } from "./migrate.ts";

const anEvent = (fields: Partial<AuditEvent> = {}): AuditEvent => ({
  timeMicros: 1_700_000_000_000_000n,
  actor: "0x00000000000000000000000000000000000000aa",
  role: "COMPLIANCE",
  action: "eligibility.set",
  subject: "0x00000000000000000000000000000000000000bb",
  payload: { tier: 2, reason: "reviewed", evidence: ["a", "b"] },
  ...fields,
});

function aLog(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < length; index++) {
    entries.push(sealEvent(anEvent({ subject: `s${index}` }), BigInt(index + 1), entries.at(-1)?.hash ?? GENESIS_HASH));
  }
  return entries;
}

describe("canonicalJson", () => {
  it("sorts keys by UTF-16 code units at every depth", () => {
    expect(canonicalJson({ b: 1, a: { z: null, "\u20ac": true, "\ud83d\ude00": 2, A: [] } })).toBe(
      '{"a":{"A":[],"z":null,"\u20ac":true,"\ud83d\ude00":2},"b":1}',
    );
  });

  it("prints the numbers of RFC 8785's example", () => {
    expect(canonicalJson([Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001])).toBe(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27]",
    );
  });

  it("does not depend on the order in which keys were written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, "\ud800"])("refuses %s", (value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: "NOT_CANONICAL" }));
  });
});

describe("the hash chain", () => {
  it("is intact as written", () => {
    expect(findFault(aLog(5))).toBeNull();
    expect(findFault([])).toBeNull();
  });

  const changes: [keyof AuditEntry, (entry: AuditEntry) => AuditEntry][] = [
    ["timeMicros", (entry) => ({ ...entry, timeMicros: entry.timeMicros + 1n })],
    ["actor", (entry) => ({ ...entry, actor: "someone else" })],
    ["role", (entry) => ({ ...entry, role: "ADMIN" })],
    ["action", (entry) => ({ ...entry, action: "nothing" })],
    ["subject", (entry) => ({ ...entry, subject: "" })],
    ["payload", (entry) => ({ ...entry, payload: { tier: 3 } })],
    ["sequence", (entry) => ({ ...entry, sequence: entry.sequence + 1n })],
    ["previousHash", (entry) => ({ ...entry, previousHash: "f".repeat(64) })],
    ["hash", (entry) => ({ ...entry, hash: "f".repeat(64) })],
  ];
  it.each(changes)("catches a changed %s in any entry", (_, change) => {
    for (let index = 0; index < 5; index++) {
      const log = aLog(5);
      const entry = log[index];
      if (entry === undefined) throw new Error("five entries");
      expect(findFault(log.with(index, change(entry)))).not.toBeNull();
    }
  });

  it("catches a removed, a swapped and a doubled entry", () => {
    const log = aLog(5);
    const [first, second, ...rest] = log;
    if (first === undefined || second === undefined) throw new Error("five entries");
    expect(findFault([first, ...rest])).toEqual({ sequence: 2n, fault: "sequence" });
    expect(findFault([second, first, ...rest])).toEqual({ sequence: 1n, fault: "sequence" });
    expect(findFault([first, first, second, ...rest])).toEqual({ sequence: 2n, fault: "sequence" });
  });

  it("catches an entry that was rewritten with a fitting hash", () => {
    const log = aLog(3);
    const forged = sealEvent(anEvent({ payload: "forged" }), 2n, log[0]?.hash ?? "");
    expect(findFault(log.with(1, forged))).toEqual({ sequence: 3n, fault: "previous hash" });
    expect(() => requireIntact(log.with(1, forged))).toThrow(expect.objectContaining({ code: "BROKEN_LOG" }));
  });
});

describe("the audit log in Postgres", () => {
  let postgres: TestPostgres;
  const pools: Pool[] = [];
  const freshLog = async () => {
    const pool = new Pool({ connectionString: await postgres.freshDatabase(), max: 6 });
    pools.push(pool);
    await migrateCompliance(pool);
    return { pool, log: createAuditLog(pool) };
  };
  beforeAll(async () => {
    postgres = await startTestPostgres(19_010);
  }, 60_000);
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
  });
  afterAll(() => postgres.stop(), 60_000);

  it("gives back what was written, to the microsecond", async () => {
    const { log } = await freshLog();
    const entry = await log.append(anEvent());
    expect(entry).toMatchObject({ sequence: 1n, previousHash: GENESIS_HASH });
    expect(await log.entries()).toEqual([entry]);
    expect(await log.findFault()).toBeNull();
  });

  it("chains entries of many writers at once without a gap or a fork", async () => {
    const { log } = await freshLog();
    await Promise.all(Array.from({ length: 30 }, (_, index) => log.append(anEvent({ subject: `${index}` }))));
    const entries = await log.entries();
    expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: 30 }, (_, index) => BigInt(index + 1)));
    expect(await log.findFault()).toBeNull();
  });

  it.each([
    "UPDATE compliance.audit_log SET actor = 'other'",
    "DELETE FROM compliance.audit_log",
    "TRUNCATE compliance.audit_log CASCADE",
    "UPDATE compliance.audit_roots SET root = repeat('0', 64)",
    "DELETE FROM compliance.audit_roots",
    "TRUNCATE compliance.audit_roots",
  ])("refuses %s, even to its owner", async (statement) => {
    const { pool, log } = await freshLog();
    await log.append(anEvent());
    await expect(pool.query(statement)).rejects.toMatchObject({ code: "42501" });
    expect(await log.entries()).toHaveLength(1);
  });

  it("finds the entry that somebody changed behind its back", async () => {
    const { pool, log } = await freshLog();
    for (const subject of ["a", "b", "c"]) await log.append(anEvent({ subject }));
    await pool.query("ALTER TABLE compliance.audit_log DISABLE TRIGGER ALL");
    await pool.query("UPDATE compliance.audit_log SET subject = 'x' WHERE sequence = 2");
    expect(await log.findFault()).toEqual({ sequence: 2n, fault: "hash" });
  });

  it("proves inclusion and growth to somebody who only has roots", async () => {
    const { log } = await freshLog();
    for (let index = 0; index < 5; index++) await log.append(anEvent({ subject: `${index}` }));
    const older = await log.root();
    for (let index = 5; index < 11; index++) await log.append(anEvent({ subject: `${index}` }));
    const newer = await log.root();
    const fromHex = (text: string) => Buffer.from(text, "hex");
    const [entry] = await log.entries({ from: 3n, limit: 1 });
    if (entry === undefined) throw new Error("the third entry");
    const inclusion = await log.proveInclusion(3n, newer.size);
    expect(
      verifyInclusion({
        leafHash: entryLeaf(entry),
        index: 2n,
        size: newer.size,
        proof: inclusion.map(fromHex),
        root: fromHex(newer.root),
      }),
    ).toBe(true);
    const consistency = await log.proveConsistency(older.size, newer.size);
    expect(
      verifyConsistency({
        oldSize: older.size,
        newSize: newer.size,
        oldRoot: fromHex(older.root),
        newRoot: fromHex(newer.root),
        proof: consistency.map(fromHex),
      }),
    ).toBe(true);
  });

  const viewOf = async (pool: Pool) =>
    (await pool.query<{ size: string; root: string }>("SELECT size, root FROM compliance.audit_root")).rows;

  it("shows its size and root in a view after every entry", async () => {
    const { pool, log } = await freshLog();
    expect(await viewOf(pool)).toEqual([]);
    for (let size = 1; size <= 9; size++) {
      await log.append(anEvent({ subject: `${size}` }));
      const { root } = await log.root();
      expect(await viewOf(pool)).toEqual([{ size: `${size}`, root }]);
    }
  });

  it("makes up the roots of a log that is older than they are", async () => {
    const { pool, log } = await freshLog();
    for (const subject of ["a", "b", "c"]) await log.append(anEvent({ subject }));
    await pool.query("ALTER TABLE compliance.audit_roots DISABLE TRIGGER ALL");
    await pool.query("DELETE FROM compliance.audit_roots");
    await log.append(anEvent({ subject: "d" }));
    const { root } = await log.root();
    expect(await viewOf(pool)).toEqual([{ size: "4", root }]);
  });

  it("lets a keeper's login read size and root, and nothing else", async () => {
    const pool = new Pool({ connectionString: await postgres.freshDatabase(), max: 1 });
    pools.push(pool);
    await pool.query("CREATE ROLE keeper");
    await migrateCompliance(pool);
    await createAuditLog(pool).append(anEvent());
    const session = await pool.connect();
    await session.query("SET ROLE keeper");
    expect((await session.query("SELECT size FROM compliance.audit_root")).rows).toEqual([{ size: "1" }]);
    for (const table of ["audit_log", "audit_roots"]) {
      await expect(session.query(`SELECT * FROM compliance.${table}`)).rejects.toMatchObject({ code: "42501" });
    }
    session.release(true);
  });

  it("stands or falls with the caller's own transaction", async () => {
    const { pool, log } = await freshLog();
    const client = await pool.connect();
    await client.query("BEGIN");
    await log.append(anEvent(), client);
    await client.query("ROLLBACK");
    client.release();
    expect(await log.entries()).toEqual([]);
  });

  it("refuses a proof for a size the log does not have", async () => {
    const { log } = await freshLog();
    await log.append(anEvent());
    await expect(log.proveInclusion(1n, 2n)).rejects.toMatchObject({ code: "BAD_PARAMETER" });
  });

  it("migrates once, and refuses a changed file", async () => {
    const { pool } = await freshLog();
    expect(await migrateCompliance(pool)).toEqual([]);
    await pool.query("UPDATE compliance.migrations SET sha256 = 'other'");
    await expect(migrateCompliance(pool)).rejects.toMatchObject({ code: "MIGRATION_CHANGED" });
  });
});
