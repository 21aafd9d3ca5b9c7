import type { Pool, PoolClient } from "pg";
import { RING_BLOCKS, type BlockLink, type HintEvent } from "../../domain/index.ts";
import type { BlockStore } from "../../ports/index.ts";
import { inFencedTransaction, LEADER_LANE } from "./fenced-transaction.ts";
import { hex } from "./outbox-rows.ts";

/** The follower's cursor and hints of one chain in schema `keeper`. */
export function createPostgresBlockStore(pool: Pool, chainKey: string): BlockStore {
  async function ids(query: string, nowSeconds: bigint, limit: number) {
    const answer = await pool.query<{ id: string }>(query, [chainKey, nowSeconds, limit]);
    return { available: true as const, orderIds: answer.rows.map((row) => BigInt(row.id)) };
  }

  return {
    async ring() {
      const answer = await pool.query<{ number: string; hash: string; parent_hash: string }>(
        "SELECT number, hash, parent_hash FROM keeper.blocks AS b WHERE chain_key = $1 ORDER BY b.number",
        [chainKey],
      );
      return answer.rows.map((row) => ({
        number: BigInt(row.number),
        hash: hex(row.hash),
        parentHash: hex(row.parent_hash),
      }));
    },

    advance: (epoch, { ancestor, block, restartsRing, events }) =>
      inFencedTransaction(pool, { chainKey, lane: LEADER_LANE }, epoch, async (client) => {
        if (ancestor !== null) await takeBack(client, chainKey, ancestor);
        for (const run of runsOf(events)) await storeRun(client, chainKey, run);
        await moveCursor(client, chainKey, block, restartsRing);
      }),

    reset: (epoch) =>
      inFencedTransaction(pool, { chainKey, lane: LEADER_LANE }, epoch, async (client) => {
        await client.query("DELETE FROM keeper.hints WHERE chain_key = $1", [chainKey]);
        await client.query("DELETE FROM keeper.blocks WHERE chain_key = $1", [chainKey]);
      }),

    expired: (nowSeconds, limit) =>
      ids(
        `SELECT order_id::text AS id FROM keeper.hints AS h
         WHERE chain_key = $1 AND kind = 'ORDER' AND ended_block IS NULL AND due_at > 0 AND due_at < $2
         ORDER BY h.due_at, h.order_id LIMIT $3`,
        nowSeconds,
        limit,
      ),
    conditionals: (nowSeconds, limit) =>
      ids(
        `SELECT order_id::text AS id FROM keeper.hints AS h
         WHERE chain_key = $1 AND kind = 'CONDITIONAL' AND ended_block IS NULL
           AND (trails OR (due_at > 0 AND due_at < $2))
         ORDER BY (due_at > 0 AND due_at < $2) DESC, CASE WHEN due_at > 0 AND due_at < $2 THEN h.due_at END, h.order_id
         LIMIT $3`,
        nowSeconds,
        limit,
      ),
    parents: (nowSeconds, limit) =>
      ids(
        `SELECT order_id::text AS id FROM keeper.hints AS h
         WHERE chain_key = $1 AND kind = 'PARENT' AND ended_block IS NULL AND due_at <= $2
         ORDER BY h.due_at, h.order_id LIMIT $3`,
        nowSeconds,
        limit,
      ),
  };
}

/** Removes what blocks above the ancestor told, births and ends. */
async function takeBack(client: PoolClient, chainKey: string, ancestor: bigint): Promise<void> {
  const above = [chainKey, ancestor];
  await client.query("DELETE FROM keeper.hints WHERE chain_key = $1 AND born_block > $2", above);
  await client.query(
    "UPDATE keeper.hints SET ended_block = NULL, ended_hash = NULL WHERE chain_key = $1 AND ended_block > $2",
    above,
  );
  await client.query("DELETE FROM keeper.blocks WHERE chain_key = $1 AND number > $2", above);
}

/** The events in their order, those of one type that follow one another together. */
function runsOf(events: readonly HintEvent[]): HintEvent[][] {
  const runs: HintEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0]?.type === event.type) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

/** Stores events of one type in one statement; of two about one order the first one counts. */
async function storeRun(client: PoolClient, chainKey: string, run: readonly HintEvent[]): Promise<void> {
  const [first] = run;
  const ids = run.map(({ orderId }) => orderId);
  const numbers = run.map(({ block }) => block.number);
  const hashes = run.map(({ block }) => block.hash);
  switch (first?.type) {
    case undefined:
      return;
    case "BORN": {
      const born = run.filter((event) => event.type === "BORN");
      await client.query(
        `INSERT INTO keeper.hints (chain_key, order_id, kind, due_at, trails, born_block, born_hash)
         SELECT $1, * FROM unnest($2::numeric[], $3::text[], $4::bigint[], $5::boolean[], $6::bigint[], $7::text[])
         ON CONFLICT DO NOTHING`,
        [
          chainKey,
          ids,
          born.map(({ kind }) => kind),
          born.map(({ dueAt }) => dueAt),
          born.map(({ trails }) => trails),
          numbers,
          hashes,
        ],
      );
      return;
    }
    case "SHOWN":
      for (const event of run) if (event.type === "SHOWN") await storeShown(client, chainKey, event);
      return;
    case "ENDED":
      await client.query(
        `UPDATE keeper.hints AS h SET ended_block = e.number, ended_hash = e.hash
         FROM (SELECT DISTINCT ON (order_id) * FROM unnest($2::numeric[], $3::bigint[], $4::text[])
               WITH ORDINALITY AS ended (order_id, number, hash, place) ORDER BY order_id, place) AS e
         WHERE h.chain_key = $1 AND h.order_id = e.order_id AND h.ended_block IS NULL`,
        [chainKey, ids, numbers, hashes],
      );
  }
}

/** A part of an iceberg expires with it; one part may follow another in one block, so each looks at what is stored. */
async function storeShown(client: PoolClient, chainKey: string, event: HintEvent & { type: "SHOWN" }): Promise<void> {
  await client.query(
    `INSERT INTO keeper.hints (chain_key, order_id, kind, due_at, trails, born_block, born_hash)
     SELECT chain_key, $3, 'ORDER', due_at, false, $4, $5 FROM keeper.hints
     WHERE chain_key = $1 AND order_id = $2 ON CONFLICT DO NOTHING`,
    [chainKey, event.icebergId, event.orderId, event.block.number, event.block.hash],
  );
}

/** Adds the block, and drops what is too deep to be orphaned: blocks, and hints that ended there. */
async function moveCursor(client: PoolClient, chainKey: string, block: BlockLink, restartsRing: boolean) {
  const lastForgotten = block.number - BigInt(RING_BLOCKS);
  await client.query("DELETE FROM keeper.blocks WHERE chain_key = $1 AND (number <= $2 OR $3)", [
    chainKey,
    lastForgotten,
    restartsRing,
  ]);
  await client.query("INSERT INTO keeper.blocks (chain_key, number, hash, parent_hash) VALUES ($1, $2, $3, $4)", [
    chainKey,
    block.number,
    block.hash,
    block.parentHash,
  ]);
  await client.query("DELETE FROM keeper.hints WHERE chain_key = $1 AND ended_block <= $2", [chainKey, lastForgotten]);
}
