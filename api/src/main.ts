import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { loadDeployment } from "@carbonxchange/sdk/node";
import { pino } from "pino";
import { createChain } from "./chain/chain.ts";
import { loadConfig } from "./config.ts";
import { createApi } from "./create-api.ts";
import { createDatabase } from "./db/database.ts";
import { openAuditTrail } from "./screening/audit-trail.ts";
import { loadScreeningDesk } from "./screening/screening-desk.ts";

/** Longest wait for open requests at shutdown. */
const DRAIN_MS = 5_000;

/** Runs the API until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = pino({ level: config.LOG_LEVEL });
  const deployment = await loadDeployment({ dir: config.DEPLOYMENTS_DIR, chainId: config.CHAIN_ID });
  const onError = (err: Error) => logger.warn({ err }, "database connection lost");
  const db = createDatabase({ url: config.DATABASE_URL, onError });
  const desk = await loadScreeningDesk(config.SANCTIONS_DIR);
  const audit = await openAuditTrail({ url: config.DATABASE_URL, nowMs: Date.now, onError });
  await audit.recordStart({ chainId: deployment.chainId, lists: desk.lists });
  const api = createApi({
    db,
    chain: createChain(config.RPC_URL),
    deployment,
    compliance: { desk, auditRoot: () => audit.root() },
    logger,
    nowMs: Date.now,
    newId: randomUUID,
    settings: {
      corsOrigins: config.CORS_ORIGINS,
      rateLimit: {
        points: config.RATE_LIMIT_POINTS,
        loopbackPoints: config.RATE_LIMIT_LOOPBACK_POINTS,
        seconds: config.RATE_LIMIT_SECONDS,
      },
      trustProxies: config.TRUST_PROXIES,
      maxLagBlocks: config.MAX_LAG_BLOCKS,
      feedPeriodMs: config.FEED_PERIOD_MS,
    },
  });
  const server = createServer(api.app);
  const detach = api.attachSockets(server);
  server.listen(config.API_PORT, config.API_HOST);
  await once(server, "listening");
  logger.info({ host: config.API_HOST, port: config.API_PORT, docs: "/api/docs" }, "api listens");

  const stop = async (): Promise<void> => {
    detach();
    api.feed.close();
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    await once(server, "close");
    await Promise.all([db.close(), audit.close()]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stop().catch((err: unknown) => {
        logger.error({ err }, "shutdown failed");
        process.exitCode = 1;
      });
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(`api: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
