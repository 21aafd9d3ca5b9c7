import { hostname } from "node:os";
import type { Deployment } from "@carbonxchange/sdk";
import { privateKeyToAccount } from "viem/accounts";
import type { RpcPool } from "./adapters/chain/rpc-pool.ts";
import { createTransactionSender } from "./adapters/chain/transaction-sender.ts";
import { startHttpServer } from "./adapters/http-server.ts";
import { createLogger } from "./adapters/logger.ts";
import { LEADER_LANE, standbyLane } from "./adapters/postgres/fenced-transaction.ts";
import { createPostgresLeaderLock } from "./adapters/postgres/leader-lock.ts";
import { migrate } from "./adapters/postgres/migrate.ts";
import { createPostgresOutbox } from "./adapters/postgres/outbox.ts";
import { systemClock } from "./adapters/system-clock.ts";
import type { KeeperConfig } from "./config.ts";
import type { StopReason } from "./domain/index.ts";
import { leadWhilePossible, type LeadOptions, type Role } from "./jobs/lead.ts";
import { openKeeper, type OpenedKeeper } from "./open-keeper.ts";
import type { TransactionSender } from "./ports/index.ts";

const STALE_ROUNDS = 20;

/** How a process waits for leadership, leads, and acts while another one leads. */
export function leadOptions(
  { deployment, rpc, pool, chainKey, parts }: OpenedKeeper,
  config: KeeperConfig,
  watch: Pick<LeadOptions, "signal" | "onRole" | "onRound"> & {
    onStopReasons: LeadOptions["context"]["onStopReasons"];
  },
): LeadOptions {
  const { onStopReasons, ...lifecycle } = watch;
  const [firstKey, ...otherKeys] = config.privateKeys;
  const senderOf = (key: `0x${string}`) => createSender(rpc, deployment, key);
  const senders = [senderOf(firstKey), ...otherKeys.map(senderOf)] as const;
  const signers = senders.map(({ address }) => address);
  const lockOf = (lane: string) =>
    createPostgresLeaderLock({
      ...{ connectionString: config.databaseUrl, chainKey, lane, signers },
      holder: `${hostname()}:${process.pid}`,
    });
  const ownLane = standbyLane(senders[0].address);
  return {
    lock: lockOf(LEADER_LANE),
    standby:
      config.standbyBlocks === 0n
        ? null
        : {
            lock: lockOf(ownLane),
            outbox: createPostgresOutbox(pool, chainKey, ownLane),
            blocks: config.standbyBlocks,
          },
    context: { ...parts, senders, onStopReasons },
    pollMs: config.pollMs,
    ...lifecycle,
  };
}

/** Signs with one key; what it sends, and what is known of it, goes through the pool of endpoints. */
function createSender(rpc: RpcPool, { chainId, contracts }: Deployment, key: `0x${string}`): TransactionSender {
  const targets = {
    exchange: contracts.exchange.address,
    auditAnchor: contracts.auditAnchor.address,
    completenessLedger: contracts.completenessLedger.address,
  };
  const sender = createTransactionSender({ client: rpc.client, account: privateKeyToAccount(key), chainId, targets });
  return {
    ...sender,
    broadcast: rpc.broadcast,
    isKnown: async (hash, firstBlock) => rpc.isWithheld(firstBlock) || (await sender.isKnown(hash)),
  };
}

export type RunningKeeper = {
  port: number;
  done: Promise<void>;
  stop: () => Promise<void>;
  /** Stops new work, or lets it go on again; answers whether it is stopped now. */
  toggleStop: () => boolean;
};

/**
 * Starts the keeper: migrates its schema, opens the probes and begins to wait for leadership. Throws `KeeperError` on anything a
 * restart would not cure.
 */
export async function startKeeper(config: KeeperConfig): Promise<RunningKeeper> {
  const logger = createLogger(config.logLevel);
  const opened = await openKeeper(config, logger);
  const { deployment, pool, chainKey, parts } = opened;
  const exchange = deployment.contracts.exchange.address;
  const signers = config.privateKeys.map((key) => privateKeyToAccount(key).address);
  const applied = await migrate(pool);
  logger.info({ signers, exchange, chainKey, applied }, "keeper starting");

  const aborter = new AbortController();
  let role: Role = "starting";
  let lastRoundMs: number | null = null;
  let stopReasons: readonly StopReason[] = [];
  const server = await startHttpServer({
    host: config.metricsHost,
    port: config.metricsPort,
    registry: parts.metrics.registry,
    state: () => ({
      role,
      ready: lastRoundMs !== null && systemClock.nowMs() - lastRoundMs < Math.max(5_000, STALE_ROUNDS * config.pollMs),
      stopped: stopReasons,
      detail: { signer: signers.join(","), exchange, lastRoundMs },
    }),
  });
  const done = leadWhilePossible(
    leadOptions(opened, config, {
      signal: aborter.signal,
      onRole: (next) => {
        role = next;
      },
      onRound: () => {
        lastRoundMs = systemClock.nowMs();
      },
      onStopReasons: (reasons) => {
        stopReasons = reasons;
      },
    }),
  );

  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : config.metricsPort,
    done,
    toggleStop: parts.stopSwitch.toggle,
    stop: async () => {
      aborter.abort();
      await done;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
      logger.info("keeper stopped");
    },
  };
}
