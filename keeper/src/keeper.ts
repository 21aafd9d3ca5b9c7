import { hostname } from "node:os";
import type { Deployment } from "@carbonxchange/sdk";
import { DeploymentError, loadDeployment } from "@carbonxchange/sdk/node";
import { Pool } from "pg";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChainReader } from "./adapters/chain/chain-reader.ts";
import { createPauseReader } from "./adapters/chain/pause-reader.ts";
import { createTransactionSender } from "./adapters/chain/transaction-sender.ts";
import { startHttpServer } from "./adapters/http-server.ts";
import { createLogger } from "./adapters/logger.ts";
import { createMetrics } from "./adapters/metrics.ts";
import { LEADER_LANE, standbyLane } from "./adapters/postgres/fenced-transaction.ts";
import { createPostgresLeaderLock } from "./adapters/postgres/leader-lock.ts";
import { migrate } from "./adapters/postgres/migrate.ts";
import { createPostgresOrderHints } from "./adapters/postgres/order-hints.ts";
import { createPostgresOutbox } from "./adapters/postgres/outbox.ts";
import { createPostgresSafetyRecords } from "./adapters/postgres/safety-records.ts";
import { createStopSwitch } from "./adapters/stop-switch.ts";
import { systemClock } from "./adapters/system-clock.ts";
import type { KeeperConfig } from "./config.ts";
import type { StopReason } from "./domain/index.ts";
import { KeeperError } from "./errors.ts";
import { leadWhilePossible, type Role } from "./jobs/lead.ts";

const NONCE_GONE_MS = 10_000;
const REBROADCAST_MS = 10_000;
const HINT_LIMIT = 400;
const STALE_ROUNDS = 20;

export type RunningKeeper = {
  port: number;
  done: Promise<void>;
  stop: () => Promise<void>;
  /** Stops new work, or lets it go on again; answers whether it is stopped now. */
  toggleStop: () => boolean;
};

/**
 * Starts the keeper: migrates its schema, checks that the node serves the chain of the deployment file, opens the probes
 * and begins to wait for leadership. Throws `KeeperError` on anything a restart would not cure.
 */
export async function startKeeper(config: KeeperConfig): Promise<RunningKeeper> {
  const logger = createLogger(config.logLevel);
  const metrics = createMetrics();
  const deployment = await readDeployment(config);
  const exchange = deployment.contracts.exchange.address;
  const client = createPublicClient({
    transport: http(config.rpcUrl, { batch: true, retryCount: 1, timeout: 10_000 }),
  });
  await checkChain(client, deployment);
  const senderOf = (key: `0x${string}`) =>
    createTransactionSender({ client, account: privateKeyToAccount(key), chainId: config.chainId, exchange });
  const [firstKey, ...otherKeys] = config.privateKeys;
  const senders = [senderOf(firstKey), ...otherKeys.map(senderOf)] as const;
  const signers = senders.map(({ address }) => address);
  const chainKey = `${config.chainId}:${deployment.genesisHash.toLowerCase()}`;

  const pool = new Pool({ connectionString: config.databaseUrl, max: 4, application_name: "keeper" });
  pool.on("error", (error) => logger.warn({ error }, "idle database connection lost"));
  const applied = await migrate(pool);
  logger.info({ signers, exchange, chainKey, applied }, "keeper starting");

  const aborter = new AbortController();
  let role: Role = "starting";
  let lastRoundMs: number | null = null;
  let stopReasons: readonly StopReason[] = [];
  const stopSwitch = createStopSwitch(config.stopFile);
  const server = await startHttpServer({
    host: config.metricsHost,
    port: config.metricsPort,
    registry: metrics.registry,
    state: () => ({
      role,
      ready: lastRoundMs !== null && systemClock.nowMs() - lastRoundMs < Math.max(5_000, STALE_ROUNDS * config.pollMs),
      stopped: stopReasons,
      detail: { signer: signers.join(","), exchange, lastRoundMs },
    }),
  });

  const lockOf = (lane: string) =>
    createPostgresLeaderLock({
      ...{ connectionString: config.databaseUrl, chainKey, lane, signers },
      holder: `${hostname()}:${process.pid}`,
    });
  const ownLane = standbyLane(senders[0].address);
  const done = leadWhilePossible({
    lock: lockOf(LEADER_LANE),
    standby:
      config.standbyBlocks === 0n
        ? null
        : {
            lock: lockOf(ownLane),
            outbox: createPostgresOutbox(pool, chainKey, ownLane),
            blocks: config.standbyBlocks,
          },
    context: {
      reader: createChainReader(client, exchange),
      senders,
      hints: createPostgresOrderHints(pool),
      outbox: createPostgresOutbox(pool, chainKey),
      records: createPostgresSafetyRecords(pool, chainKey),
      stopSwitch,
      pause: createPauseReader(client, exchange),
      onStopReasons: (reasons) => {
        stopReasons = reasons;
      },
      clock: systemClock,
      limits: { ...config, nonceGoneMs: NONCE_GONE_MS, rebroadcastMs: REBROADCAST_MS, hintLimit: HINT_LIMIT },
      metrics,
      logger,
    },
    pollMs: config.pollMs,
    signal: aborter.signal,
    onRole: (next) => {
      role = next;
    },
    onRound: () => {
      lastRoundMs = systemClock.nowMs();
    },
  });

  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : config.metricsPort,
    done,
    toggleStop: stopSwitch.toggle,
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

async function checkChain(client: ReturnType<typeof createPublicClient>, deployment: Deployment): Promise<void> {
  const [chainId, genesis] = await Promise.all([client.getChainId(), client.getBlock({ blockNumber: 0n })]);
  if (chainId !== deployment.chainId) {
    throw new KeeperError("WRONG_CHAIN", `node says ${chainId}, deployment file ${deployment.chainId}`);
  }
  if (genesis.hash.toLowerCase() !== deployment.genesisHash.toLowerCase()) {
    throw new KeeperError("WRONG_CHAIN", `genesis block ${genesis.hash}, deployment file ${deployment.genesisHash}`);
  }
}

async function readDeployment(config: KeeperConfig): Promise<Deployment> {
  try {
    return await loadDeployment({ dir: config.deploymentsDir, chainId: config.chainId });
  } catch (error) {
    if (error instanceof DeploymentError) throw new KeeperError("NO_DEPLOYMENT", error.message);
    throw error;
  }
}
