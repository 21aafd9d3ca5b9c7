/**
 * Starts the indexer: checks that node, deployment file and database belong together, runs Ponder with the schema of this
 * build, restarts it when it asks for it or falls behind, and ends with it. SIGINT and SIGTERM stop both.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { deploymentFile, loadDeployment } from "@carbonxchange/sdk/node";
import { buildSchemaName } from "./build-schema-name.ts";
import { ChainIdentityError, claimDatabase, readGenesisHash } from "./chain-identity.ts";
import { loadConfig, ponderEnvironment } from "./config.ts";
import type { IndexerConfig } from "./config.ts";
import { EXIT_RESTART, watch } from "./watchdog.ts";

const HERE = import.meta.dirname;
const PROJECT_ROOT = join(HERE, "..");
const MAX_RESTART_DELAY_MS = 30_000;

/** Checks the three that must belong together and returns the schema of this build. */
async function prepare(config: IndexerConfig): Promise<string> {
  const deployment = await loadDeployment({ dir: config.deploymentsDir, chainId: config.chainId });
  const genesisHash = await readGenesisHash(config.rpcUrls[0] ?? "");
  if (genesisHash !== deployment.genesisHash) {
    throw new ChainIdentityError(
      `the node's chain starts with ${genesisHash}, the deployment file's with ${deployment.genesisHash}: deploy again`,
    );
  }
  await claimDatabase(config.databaseUrl, config.chainId, genesisHash);
  return buildSchemaName(PROJECT_ROOT, readFileSync(deploymentFile(config.deploymentsDir, config.chainId), "utf8"));
}

function spawnPonder(config: IndexerConfig, schema: string): ChildProcess {
  const ponder = realpathSync(join(PROJECT_ROOT, "node_modules/.bin/ponder"));
  const flags = ["--log-level", config.logLevel, "--log-format", "json"];
  const options = [
    "--schema",
    schema,
    "--views-schema",
    config.viewsSchema,
    "--port",
    String(config.port),
    "--hostname",
    config.host,
  ];
  return spawn(
    process.execPath,
    ["--import", join(HERE, "exit-with-parent.ts"), ponder, ...flags, "start", ...options],
    {
      cwd: HERE,
      env: ponderEnvironment(),
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
}

/** Runs Ponder once; true when it should run again. Sets the exit code otherwise. */
async function runOnce(config: IndexerConfig, schema: string, stop: AbortSignal): Promise<boolean> {
  const child = spawnPonder(config, schema);
  const ended = new AbortController();
  const onStop = () => child.kill("SIGTERM");
  stop.addEventListener("abort", onStop);
  const urls = { rpcUrl: config.rpcUrls[0] ?? "", indexerUrl: `http://${config.host}:${config.port}` };
  const watching = watch({ ...config, ...urls, periodMs: config.statusPeriodMs }, ended.signal).then((verdict) => {
    if (verdict === "restart") {
      console.error(
        `indexer is more than ${config.maxLagBlocks} blocks behind for ${config.maxLagMs} ms: restarting it`,
      );
      child.kill("SIGKILL");
    }
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  ended.abort();
  await watching;
  stop.removeEventListener("abort", onStop);
  if (stop.aborted) return false;
  if (code === EXIT_RESTART || signal !== null) return true;
  process.exitCode = code === 0 ? 1 : (code ?? 1);
  return false;
}

/** Runs the indexer until it is stopped or fails for good. */
async function main(): Promise<void> {
  const config = loadConfig();
  const schema = await prepare(config);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  console.log(`indexer: chain ${config.chainId}, schema ${schema}, views ${config.viewsSchema}, port ${config.port}`);
  for (let attempt = 0; await runOnce(config, schema, stop.signal); attempt++) {
    await delay(Math.min(1_000 * 2 ** attempt, MAX_RESTART_DELAY_MS));
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(`indexer: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
