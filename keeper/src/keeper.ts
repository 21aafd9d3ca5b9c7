import { hostname } from "node:os";
import type { Deployment } from "@carbonxchange/sdk";
import { DeploymentError, loadDeployment } from "@carbonxchange/sdk/node";
import { Pool } from "pg";
import type { PublicClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createBlockSource } from "./adapters/chain/block-source.ts";
import { createChainReader } from "./adapters/chain/chain-reader.ts";
import { createRpcPool } from "./adapters/chain/rpc-pool.ts";
import { createTransactionSender } from "./adapters/chain/transaction-sender.ts";
import { startHttpServer } from "./adapters/http-server.ts";
import { createLogger } from "./adapters/logger.ts";
import { createMetrics } from "./adapters/metrics.ts";
import { createPostgresBlockStore } from "./adapters/postgres/block-store.ts";
import { createPostgresLeaderLock } from "./adapters/postgres/leader-lock.ts";
import { migrate } from "./adapters/postgres/migrate.ts";
import { createPostgresOrderHints } from "./adapters/postgres/order-hints.ts";
import { createPostgresOutbox } from "./adapters/postgres/outbox.ts";
import { createRpcMetrics } from "./adapters/rpc-metrics.ts";
import { systemClock } from "./adapters/system-clock.ts";
import type { KeeperConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";
import { leadWhilePossible, type Role } from "./jobs/lead.ts";

const NONCE_GONE_MS = 10_000;
const REBROADCAST_MS = 10_000;
const HINT_LIMIT = 400;
const STALE_ROUNDS = 20;

export type RunningKeeper = { port: number; done: Promise<void>; stop: () => Promise<void> };

/**
 * Starts the keeper: migrates its schema, checks that the node serves the chain of the deployment file, opens the probes
 * and begins to wait for leadership. Throws `KeeperError` on anything a restart would not cure.
 */
export async function startKeeper(config: KeeperConfig): Promise<RunningKeeper> {
  const logger = createLogger(config.logLevel);
  const metrics = createMetrics();
  const deployment = await readDeployment(config);
  const exchange = deployment.contracts.exchange.address;
  const rpc = createRpcPool({
    urls: config.rpcUrls,
    privateUrl: config.privateRpcUrl,
    privateBlocks: config.privateBlocks,
    timeoutMs: config.rpcTimeoutMs,
    clock: systemClock,
    metrics: createRpcMetrics(metrics.registry),
  });
  const { client } = rpc;
  await checkChain(client, deployment);
  const account = privateKeyToAccount(config.privateKey);
  const chainKey = `${config.chainId}:${deployment.genesisHash.toLowerCase()}`;

  const pool = new Pool({ connectionString: config.databaseUrl, max: 4, application_name: "keeper" });
  pool.on("error", (error) => logger.warn({ error }, "idle database connection lost"));
  const applied = await migrate(pool);
  logger.info({ signer: account.address, exchange, chainKey, applied }, "keeper starting");

  const aborter = new AbortController();
  let role: Role = "starting";
  let lastRoundMs: number | null = null;
  const server = await startHttpServer({
    host: config.metricsHost,
    port: config.metricsPort,
    registry: metrics.registry,
    state: () => ({
      role,
      ready: lastRoundMs !== null && systemClock.nowMs() - lastRoundMs < Math.max(5_000, STALE_ROUNDS * config.pollMs),
      detail: { signer: account.address, exchange, lastRoundMs },
    }),
  });

  const done = leadWhilePossible({
    lock: createPostgresLeaderLock({
      connectionString: config.databaseUrl,
      chainKey,
      holder: `${hostname()}:${process.pid}`,
    }),
    context: {
      reader: { ...createChainReader(client, exchange), head: rpc.head },
      sender: {
        ...createTransactionSender({ client, account, chainId: config.chainId, exchange }),
        broadcast: rpc.broadcast,
      },
      source: createBlockSource(client, exchange),
      blocks: createPostgresBlockStore(pool, chainKey),
      hints: createPostgresOrderHints(pool),
      outbox: createPostgresOutbox(pool, chainKey),
      clock: systemClock,
      limits: {
        ...config,
        nonceGoneMs: NONCE_GONE_MS,
        rebroadcastMs: REBROADCAST_MS,
        hintLimit: HINT_LIMIT,
        firstBlock: BigInt(deployment.contracts.exchange.startBlock),
      },
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

async function checkChain(client: PublicClient, deployment: Deployment): Promise<void> {
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
