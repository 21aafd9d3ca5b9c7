import { createLogger } from "../src/adapters/logger.ts";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { readConfig } from "../src/config.ts";
import type { KeeperContext } from "../src/jobs/keeper-context.ts";
import { leadOptions } from "../src/keeper.ts";
import { openKeeper } from "../src/open-keeper.ts";
import type { TransactionSender } from "../src/ports/index.ts";
import { keyOf } from "../test/fixtures/exchange-world.ts";
import type { BenchWorld } from "./bench-world.ts";

/** When this process saw its newest block and when a node took its last transaction, by `performance.now`. */
export type Watch = { headAt: number; acceptedAt: number };

export type Leader = { context: KeeperContext; watch: Watch; close: () => Promise<void> };

/** A keeper with its real adapters that leads in this process and works only when its rounds are called. */
export async function openLeader(
  { anvil, world, databaseUrl }: BenchWorld,
  env: Record<string, string>,
): Promise<Leader> {
  const config = readConfig({
    RPC_URL: anvil.url,
    DATABASE_URL: databaseUrl,
    DEPLOYMENTS_DIR: world.deploymentsDir,
    KEEPER_PRIVATE_KEY: keyOf("keeper"),
    KEEPER_SLICE_JITTER_PERCENT: "0",
    KEEPER_ANCHOR_SECONDS: "0",
    KEEPER_SNAPSHOT_BLOCKS: "0",
    KEEPER_STANDBY_BLOCKS: "0",
    ...env,
  });
  const opened = await openKeeper(config, createLogger("silent"));
  await migrate(opened.pool);
  const nothing = () => undefined;
  const watching = { signal: new AbortController().signal, onRole: nothing, onRound: nothing, onStopReasons: nothing };
  const { lock, context } = leadOptions(opened, config, watching);
  const lease = await lock.tryAcquire();
  if (lease === null) throw new Error("somebody else leads on a database of its own");

  const watch: Watch = { headAt: 0, acceptedAt: 0 };
  const reader = {
    ...context.reader,
    head: async () => {
      const head = await context.reader.head();
      watch.headAt = performance.now();
      return head;
    },
  };
  const watched = (sender: TransactionSender): TransactionSender => ({
    ...sender,
    broadcast: async (raw, firstBlock) => {
      const outcome = await sender.broadcast(raw, firstBlock);
      watch.acceptedAt = performance.now();
      return outcome;
    },
  });
  const [first, ...others] = context.senders;
  return {
    context: {
      ...context,
      reader,
      senders: [watched(first), ...others.map(watched)],
      epoch: lease.epoch,
      isLeader: () => lease.isHeld(),
      sentMs: new Map(),
      dueMs: new Map(),
      overdueBlocks: null,
    },
    watch,
    async close() {
      await lease.release();
      await opened.pool.end();
    },
  };
}
