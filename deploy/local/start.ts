/**
 * npm start [-- --no-app --no-flow --exit-when-ready]
 * The whole exchange on this machine: chain, Postgres, contracts, demonstration market, indexer, keeper, API, page.
 */
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { readEnvironment, PROJECT_ROOT, type DeployEnvironment } from "../config.ts";
import { LOCAL_CHAIN_ID } from "../config/local.ts";
import { DeployError } from "../errors.ts";
import { localAccounts } from "./accounts.ts";
import { SERVICES, startStack, type Stack, type StackOptions } from "./stack.ts";
import { summary, terminalReport } from "./terminal.ts";

const OPTIONS = {
  "no-app": { type: "boolean", default: false },
  "no-flow": { type: "boolean", default: false },
  "exit-when-ready": { type: "boolean", default: false },
} as const;

function stackOptions(env: DeployEnvironment, flags: Record<keyof typeof OPTIONS, boolean>): StackOptions {
  return {
    dataDir: env.DATA_DIR,
    deploymentsDir: env.DEPLOYMENTS_DIR,
    rpcUrl: env.RPC_URL,
    databaseUrl: env.DATABASE_URL,
    ports: {
      chain: env.CHAIN_PORT,
      postgres: env.POSTGRES_PORT,
      indexer: env.INDEXER_PORT,
      keeper: env.KEEPER_METRICS_PORT,
      api: env.API_PORT,
      app: env.APP_PORT,
    },
    services: SERVICES.filter((name) => !(name === "app" && flags["no-app"]) && !(name === "flow" && flags["no-flow"])),
    report: terminalReport(process.stdout),
  };
}

async function main(): Promise<number> {
  const { values: flags } = parseArgs({ options: OPTIONS });
  const env = readEnvironment();
  const asked = new AbortController();
  const signalled = new Promise<"signal">((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => {
        asked.abort();
        resolve("signal");
      });
    }
  });

  console.log("CarbonXchange is starting.\n");
  let stack: Stack;
  try {
    stack = await startStack({ ...stackOptions(env, flags), signal: asked.signal });
  } catch (error) {
    if (asked.signal.aborted) return farewell();
    throw error;
  }
  const { chainId } = stack.deployment;
  const logDir = relative(PROJECT_ROOT, join(env.DATA_DIR, "logs"));
  const accounts = chainId === LOCAL_CHAIN_ID ? localAccounts() : [];
  console.log(summary({ urls: stack.urls, chainId, accounts, withApp: !flags["no-app"], logDir }));

  const end = flags["exit-when-ready"] ? "signal" : await Promise.race([signalled, stack.lost]);
  console.log(end === "signal" ? "\nstopping" : `\n${end.message}`);
  await stack.stop((name) => console.log(`  ok ${name} stopped`));
  return end === "signal" ? 0 : 1;
}

function farewell(): number {
  console.log("\nstopped before everything was up");
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(
      `\ncarbonxchange: ${error instanceof DeployError ? error.message : String(error instanceof Error ? error.stack : error)}`,
    );
    process.exit(1);
  },
);
