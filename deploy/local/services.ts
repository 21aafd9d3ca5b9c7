/** The project's own services as supervised processes, each with the environment its config.ts reads. */
import { join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { LOCAL_CHAIN_ID } from "../config/local.ts";
import { localAccount } from "./accounts.ts";
import type { ProcessSpec } from "./processes/supervised.ts";
import { answersOk } from "./wait-for.ts";

/** What every service is told. */
export type ServiceSettings = {
  rpcUrl: string;
  databaseUrl: string;
  chainId: number;
  deploymentsDir: string;
  ports: { indexer: number; keeper: number; api: number; app: number };
};

/** The addresses a running stack answers at. */
export function serviceUrls({ ports }: ServiceSettings) {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return { indexer: at(ports.indexer), keeper: at(ports.keeper), api: at(ports.api), app: at(ports.app) };
}

function shared(settings: ServiceSettings): Record<string, string> {
  return {
    NODE_ENV: "production",
    RPC_URL: settings.rpcUrl,
    DATABASE_URL: settings.databaseUrl,
    CHAIN_ID: `${settings.chainId}`,
    DEPLOYMENTS_DIR: settings.deploymentsDir,
  };
}

type Program = {
  name: string;
  program: string;
  heapMb: number;
  cwd?: string;
  readyUrl: string;
  readyTimeoutMs?: number;
};

function service(
  settings: ServiceSettings,
  { name, program, heapMb, cwd, readyUrl, readyTimeoutMs }: Program,
  env: Record<string, string>,
): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${heapMb}`, join(PROJECT_ROOT, program)],
    env: childEnvironment({ ...shared(settings), ...env }),
    cwd: join(PROJECT_ROOT, cwd ?? "."),
    ready: () => answersOk(readyUrl),
    readyTimeoutMs: readyTimeoutMs ?? 60_000,
    onExit: "restart",
  };
}

/** Chain events into Postgres. Ends with code 75 when it falls behind, and is started again. */
export function indexerService(settings: ServiceSettings): ProcessSpec {
  const program = {
    name: "indexer",
    program: "indexer/start.ts",
    heapMb: 512,
    cwd: "indexer",
    readyTimeoutMs: 120_000,
  };
  return service(
    settings,
    { ...program, readyUrl: `${serviceUrls(settings).indexer}/ready` },
    {
      INDEXER_PORT: `${settings.ports.indexer}`,
      NODE_OPTIONS: "--max-old-space-size=512", // Ponder is a process of its own below the program
    },
  );
}

/** Executes deferred orders and prunes expired ones, on the local chain with the local keeper account. */
export function keeperService(settings: ServiceSettings): ProcessSpec {
  const program = {
    name: "keeper",
    program: "keeper/src/main.ts",
    heapMb: 192,
    readyUrl: `${serviceUrls(settings).keeper}/ready`,
  };
  // Elsewhere the key comes from the environment: the local one is public.
  const key = settings.chainId === LOCAL_CHAIN_ID ? { KEEPER_PRIVATE_KEY: localAccount("keeper").privateKey } : {};
  return service(settings, program, {
    ...key,
    KEEPER_METRICS_PORT: `${settings.ports.keeper}`,
    // often enough to be seen in a demonstration
    ...(settings.chainId === LOCAL_CHAIN_ID ? { KEEPER_ANCHOR_SECONDS: "60", KEEPER_SNAPSHOT_BLOCKS: "100" } : {}),
  });
}

/** REST and live market data. */
export function apiService(settings: ServiceSettings): ProcessSpec {
  const program = {
    name: "api",
    program: "api/src/main.ts",
    heapMb: 384,
    readyUrl: `${serviceUrls(settings).api}/ready`,
  };
  const { app } = settings.ports;
  return service(settings, program, {
    API_PORT: `${settings.ports.api}`,
    CORS_ORIGINS: `http://127.0.0.1:${app},http://localhost:${app}`,
  });
}

/** The page. */
export function appService(settings: ServiceSettings): ProcessSpec {
  const urls = serviceUrls(settings);
  const program = { name: "app", program: "app/build/index.js", heapMb: 256, readyUrl: urls.app };
  return service(settings, program, {
    HOST: "127.0.0.1",
    PORT: `${settings.ports.app}`,
    ORIGIN: urls.app,
    API_URL: urls.api,
  });
}

/** Two-sided flow of the demonstration market. */
export function orderFlowService(settings: ServiceSettings, seed: number): ProcessSpec {
  const spec = service(
    settings,
    { name: "order-flow", program: "deploy/local/order-flow.ts", heapMb: 128, readyUrl: "" },
    {
      FLOW_SEED: `${seed}`,
    },
  );
  // It serves nothing: it is as ready as the chain it trades on, which stands before it starts.
  return { ...spec, ready: () => Promise.resolve(true) };
}
