import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "@carbonxchange/sdk";
import { DeploymentError, loadDeployment } from "@carbonxchange/sdk/node";
import { Pool } from "pg";
import type { PublicClient } from "viem";
import { createBlockSource } from "./adapters/chain/block-source.ts";
import { createChainReader } from "./adapters/chain/chain-reader.ts";
import { createExecutionReader } from "./adapters/chain/execution-reader.ts";
import { createPauseReader } from "./adapters/chain/pause-reader.ts";
import { createProofSource } from "./adapters/chain/proof-source.ts";
import { createRpcPool, type RpcPool } from "./adapters/chain/rpc-pool.ts";
import { createSnapshotBuilder } from "./adapters/chain/snapshot-builder.ts";
import type { KeeperLogger } from "./adapters/logger.ts";
import { createMetrics } from "./adapters/metrics.ts";
import { createAuditRoot } from "./adapters/postgres/audit-root.ts";
import { createPostgresBlockStore } from "./adapters/postgres/block-store.ts";
import { createPostgresDrainFlag } from "./adapters/postgres/drain-flag.ts";
import { createPostgresOrderHints } from "./adapters/postgres/order-hints.ts";
import { createPostgresOutbox } from "./adapters/postgres/outbox.ts";
import { PATIENCE } from "./adapters/postgres/patience.ts";
import { createPostgresSafetyRecords } from "./adapters/postgres/safety-records.ts";
import { createRpcMetrics } from "./adapters/rpc-metrics.ts";
import { createStopSwitch, type ToggledStopSwitch } from "./adapters/stop-switch.ts";
import { systemClock } from "./adapters/system-clock.ts";
import type { InspectionConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";
import type { LeadOptions } from "./jobs/lead.ts";

const NONCE_GONE_MS = 10_000;
const REBROADCAST_MS = 10_000;
const HINT_LIMIT = 400;

/** Chain, database and everything the jobs work with that needs no key. */
export type OpenedKeeper = {
  deployment: Deployment;
  rpc: RpcPool;
  pool: Pool;
  chainKey: string;
  parts: Omit<LeadOptions["context"], "senders" | "onStopReasons"> & { stopSwitch: ToggledStopSwitch };
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
  const pool = new Pool({ ...PATIENCE, connectionString: config.databaseUrl, max: 4, application_name: "keeper" });
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
    records: createPostgresSafetyRecords(pool, chainKey),
    stopSwitch: createStopSwitch(config.stopFile),
    pause: createPauseReader(rpc.client, exchange.address),
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
