import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "@carbonxchange/sdk";
import { DeploymentError, loadDeployment } from "@carbonxchange/sdk/node";
import { Pool } from "pg";
import type { PublicClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createBlockSource } from "./adapters/chain/block-source.ts";
import { createChainReader } from "./adapters/chain/chain-reader.ts";
import { createExecutionReader } from "./adapters/chain/execution-reader.ts";
import { createProofSource } from "./adapters/chain/proof-source.ts";
import { createRpcPool, type RpcPool } from "./adapters/chain/rpc-pool.ts";
import { createSnapshotBuilder } from "./adapters/chain/snapshot-builder.ts";
import { createTransactionSender } from "./adapters/chain/transaction-sender.ts";
import { startHttpServer } from "./adapters/http-server.ts";
import { createLogger, type KeeperLogger } from "./adapters/logger.ts";
import { createMetrics } from "./adapters/metrics.ts";
import { createAuditRoot } from "./adapters/postgres/audit-root.ts";
import { createPostgresBlockStore } from "./adapters/postgres/block-store.ts";
import { createPostgresDrainFlag } from "./adapters/postgres/drain-flag.ts";
import { createPostgresLeaderLock } from "./adapters/postgres/leader-lock.ts";
import { migrate } from "./adapters/postgres/migrate.ts";
import { createPostgresOrderHints } from "./adapters/postgres/order-hints.ts";
import { createPostgresOutbox } from "./adapters/postgres/outbox.ts";
import { createRpcMetrics } from "./adapters/rpc-metrics.ts";
import { systemClock } from "./adapters/system-clock.ts";
import type { InspectionConfig, KeeperConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";
import { leadWhilePossible, type LeadOptions, type Role } from "./jobs/lead.ts";

const NONCE_GONE_MS = 10_000;
const REBROADCAST_MS = 10_000;
const HINT_LIMIT = 400;
const STALE_ROUNDS = 20;

/** Chain, database and everything the jobs work with that needs no key. */
export type OpenedKeeper = {
  deployment: Deployment;
  rpc: RpcPool;
  pool: Pool;
  chainKey: string;
  parts: Omit<LeadOptions["context"], "sender">;
};

/** Opens what a keeper works with: checks that the node serves the chain of the deployment file. Throws `KeeperError`. */
export async function openKeeper(config: InspectionConfig, logger: KeeperLogger): Promise<OpenedKeeper> {
  const metrics = createMetrics();
  const deployment = await readDeployment(config);
  const { exchange, carbonCredits, auditAnchor, completenessLedger } = deployment.contracts;
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
  const chainKey = `${config.chainId}:${deployment.genesisHash.toLowerCase()}`;
  const pool = new Pool({ connectionString: config.databaseUrl, max: 4, application_name: "keeper" });
  pool.on("error", (error) => logger.warn({ error }, "idle database connection lost"));
  const place = {
    carbonCredits: carbonCredits.address,
    exchange: exchange.address,
    fromBlock: BigInt(carbonCredits.startBlock),
  };
  const parts = {
    reader: { ...createChainReader(client, exchange.address), head: rpc.head },
    source: createBlockSource(client, exchange.address),
    blocks: createPostgresBlockStore(pool, chainKey),
    hints: createPostgresOrderHints(pool),
    proofs: createProofSource({
      client,
      auditAnchor: auditAnchor.address,
      completenessLedger: completenessLedger.address,
      auditRoot: createAuditRoot(pool),
      build: createSnapshotBuilder({ client, place, wait: (milliseconds) => delay(milliseconds) }),
      onBuilt: (target, error) => {
        metrics.snapshotBuilds.inc({ outcome: error === null ? "built" : "failed" });
        if (error !== null) logger.error({ error, block: target.toString() }, "snapshot could not be built");
      },
    }),
    outbox: createPostgresOutbox(pool, chainKey),
    drain: createPostgresDrainFlag(pool, chainKey),
    reports: createExecutionReader(client, exchange.address, BigInt(exchange.startBlock)),
    clock: systemClock,
    limits: {
      ...config,
      nonceGoneMs: NONCE_GONE_MS,
      rebroadcastMs: REBROADCAST_MS,
      hintLimit: HINT_LIMIT,
      firstBlock: BigInt(exchange.startBlock),
    },
    metrics,
    logger,
  };
  return { deployment, rpc, pool, chainKey, parts };
}

/** How a process waits for leadership and leads. */
export function leadOptions(
  { deployment, rpc, chainKey, parts }: OpenedKeeper,
  config: KeeperConfig,
  watch: Pick<LeadOptions, "signal" | "onRole" | "onRound">,
): LeadOptions {
  const { exchange, auditAnchor, completenessLedger } = deployment.contracts;
  const targets = {
    exchange: exchange.address,
    auditAnchor: auditAnchor.address,
    completenessLedger: completenessLedger.address,
  };
  const account = privateKeyToAccount(config.privateKey);
  return {
    lock: createPostgresLeaderLock({
      connectionString: config.databaseUrl,
      chainKey,
      holder: `${hostname()}:${process.pid}`,
    }),
    context: {
      ...parts,
      sender: {
        ...createTransactionSender({ client: rpc.client, account, chainId: config.chainId, targets }),
        broadcast: rpc.broadcast,
      },
    },
    pollMs: config.pollMs,
    ...watch,
  };
}

export type RunningKeeper = { port: number; done: Promise<void>; stop: () => Promise<void> };

/**
 * Starts the keeper: migrates its schema, opens the probes and begins to wait for leadership. Throws `KeeperError` on anything a
 * restart would not cure.
 */
export async function startKeeper(config: KeeperConfig): Promise<RunningKeeper> {
  const logger = createLogger(config.logLevel);
  const opened = await openKeeper(config, logger);
  const { deployment, pool, chainKey, parts } = opened;
  const exchange = deployment.contracts.exchange.address;
  const signer = privateKeyToAccount(config.privateKey).address;
  const applied = await migrate(pool);
  logger.info({ signer, exchange, chainKey, applied }, "keeper starting");

  const aborter = new AbortController();
  let role: Role = "starting";
  let lastRoundMs: number | null = null;
  const server = await startHttpServer({
    host: config.metricsHost,
    port: config.metricsPort,
    registry: parts.metrics.registry,
    state: () => ({
      role,
      ready: lastRoundMs !== null && systemClock.nowMs() - lastRoundMs < Math.max(5_000, STALE_ROUNDS * config.pollMs),
      detail: { signer, exchange, lastRoundMs },
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
    }),
  );

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

async function readDeployment(config: InspectionConfig): Promise<Deployment> {
  try {
    return await loadDeployment({ dir: config.deploymentsDir, chainId: config.chainId });
  } catch (error) {
    if (error instanceof DeploymentError) throw new KeeperError("NO_DEPLOYMENT", error.message);
    throw error;
  }
}
