/** Brings the whole exchange up on this machine, for `npm start` and for the tests that need all of it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadDeployment } from "@carbonxchange/sdk/node";
import type { Deployment } from "@carbonxchange/sdk";
import { PROJECT_ROOT } from "../config.ts";
import { LOCAL_CHAIN_ID, localNetwork } from "../config/local.ts";
import { createArtifactReader } from "../contracts/artifact.ts";
import { connect } from "../contracts/connect.ts";
import { deployContracts } from "../contracts/deploy.ts";
import { readValidations } from "../contracts/storage-layouts.ts";
import type { DeployError } from "../errors.ts";
import { localAccount } from "./accounts.ts";
import { APP_BUILD, CONTRACTS_BUILD, ensureBuilt, type Build } from "./builds.ts";
import { identifyChain, localChain } from "./chain.ts";
import { freshDatabase } from "./databases.ts";
import { claimPorts, type PortClaim } from "./ports.ts";
import { embeddedPostgres } from "./postgres.ts";
import { openLogFile } from "./processes/log-file.ts";
import type { Supervised } from "./processes/supervised.ts";
import { createSupervisor } from "./processes/supervisor.ts";
import { seedMarket } from "./seed.ts";
import {
  apiService,
  appService,
  indexerService,
  keeperService,
  orderFlowService,
  serviceUrls,
  type ServiceSettings,
} from "./services.ts";
import { rpcCall } from "./wait-for.ts";

export const SERVICES = ["indexer", "keeper", "api", "app", "flow"] as const;
export type ServiceName = (typeof SERVICES)[number];
export const PORT_VARIABLES = {
  chain: "CHAIN_PORT",
  postgres: "POSTGRES_PORT",
  indexer: "INDEXER_PORT",
  keeper: "KEEPER_METRICS_PORT",
  api: "API_PORT",
  app: "APP_PORT",
} as const;
export type PortName = keyof typeof PORT_VARIABLES;

export type StackOptions = {
  /** Logs and database files of this stack alone. */
  dataDir: string;
  deploymentsDir: string;
  /** Port of each part; 0 or absent for any free one. */
  ports?: Partial<Record<PortName, number>>;
  /** A node that is already there, instead of one of our own. */
  rpcUrl?: string | undefined;
  /** A PostgreSQL server that is already there. */
  databaseUrl?: string | undefined;
  /** What to start beyond chain, Postgres and contracts; all of it unless given. */
  services?: readonly ServiceName[];
  /** Whether the demonstration market is set up; false leaves the contracts empty. */
  seeded?: boolean;
  /** Moments of trading in the past of the demonstration market. */
  historySteps?: number;
  /** Where the stamps of builds are kept: `.data` of the project unless given, because what is built is one for all. */
  buildDir?: string;
  /** Told of every step. */
  report?: StackReport;
  /** Ends the start. */
  signal?: AbortSignal | undefined;
};

export type StackReport = {
  /** A step begins; the answer is called with a word on how it went. */
  step: (title: string) => (detail: string) => void;
  notice: (line: string) => void;
};

export type StackUrls = {
  chain: string;
  database: string;
  indexer: string;
  keeper: string;
  api: string;
  apiDocs: string;
  app: string;
};
export type Stack = {
  urls: StackUrls;
  deployment: Deployment;
  /** The process of one part, for tests that end it; undefined while it is away. */
  pidOf(name: string): number | undefined;
  /** Resolves with the reason when the stack cannot go on (its chain was lost). */
  lost: Promise<DeployError>;
  /** Ends everything in reverse order; the ports are free afterwards. */
  stop(onStop?: (name: string) => void): Promise<void>;
};

const SILENT: StackReport = { step: () => () => undefined, notice: () => undefined };
const SEED = 2_026;
const STEPS = 150;

/** Starts what is asked for and waits until each part is ready; everything is ended again when one part fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, deploymentsDir, report = SILENT, services = SERVICES, seeded = true, signal } = options;
  const wants = (name: ServiceName) => services.includes(name);
  mkdirSync(dataDir, { recursive: true });
  const ports = await claimPorts(portClaims(options, wants));
  let lose: (error: DeployError) => void = () => undefined;
  const lost = new Promise<DeployError>((resolve) => (lose = resolve));
  const supervisor = createSupervisor({ logDir: join(dataDir, "logs"), notice: report.notice, fatal: lose });
  const stop = (onStop?: (name: string) => void) => supervisor.stopAll(onStop);
  const running = new Map<string, Supervised>();

  /** One step of the way up, reported and cut short by the signal. */
  async function step<T>(title: string, work: () => Promise<T>, say: (result: T) => string = () => ""): Promise<T> {
    signal?.throwIfAborted();
    const done = report.step(title);
    const result = await work();
    done(say(result));
    return result;
  }
  const start = (spec: Parameters<typeof supervisor.start>[0]) =>
    supervisor.start(spec).then((process) => void running.set(spec.name, process));

  const onAbort = () => void stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const buildLog = openLogFile(join(dataDir, "logs", "build.log"));
    const build = (what: Build) =>
      ensureBuilt(what, (text) => buildLog.write(text), options.buildDir ?? DEFAULT_DATA_DIR);
    await step(
      "contracts",
      () => build(CONTRACTS_BUILD),
      (how) => (how === "built" ? "compiled" : "compiled already"),
    );
    const appBuilt = wants("app") ? build(APP_BUILD) : Promise.resolve("fresh" as const);
    appBuilt.catch(() => undefined); // reported at its own step below

    const postgres = options.databaseUrl === undefined ? await embeddedPostgres(dataDir, ports.postgres) : undefined;
    if (postgres !== undefined) await step(`Postgres on port ${ports.postgres}`, () => start(postgres.spec));
    const rpcUrl = options.rpcUrl ?? `http://127.0.0.1:${ports.chain}`;
    const ownChain = options.rpcUrl === undefined;
    if (ownChain) await step(`local chain on port ${ports.chain}`, () => start(localChain(ports.chain)));
    const { chainId, genesisHash } = await identifyChain(rpcUrl);
    if (ownChain && !seeded) await moveToPresent(rpcUrl);

    const network = chainId === LOCAL_CHAIN_ID ? localNetwork() : undefined;
    const access = connect(rpcUrl, chainId, network?.name ?? `chain ${chainId}`, ownChain ? 20 : 500);
    const deployment = await step(
      network === undefined ? `contracts of chain ${chainId}` : "deployment",
      async () => {
        if (network === undefined)
          return { deployment: await loadDeployment({ dir: deploymentsDir, chainId }), sent: 0 };
        const wallet = access.walletOf(localAccount("deployer").account);
        const deps = {
          config: network,
          client: access.client,
          wallet,
          readArtifact: createArtifactReader(),
          validations: readValidations(),
          folder: deploymentsDir,
        };
        return deployContracts({ ...deps, log: (line) => buildLog.write(`${line}\n`) });
      },
      ({ sent }) => (sent === 0 ? "already there" : `${sent} transactions`),
    ).then((outcome) => outcome.deployment);

    const adminUrl = postgres?.urlOf("postgres") ?? options.databaseUrl ?? "";
    const databaseUrl =
      postgres === undefined && !ownChain
        ? adminUrl
        : await step(
            "database",
            () => freshDatabase(adminUrl, { prefix: "carbon", chainId, genesisHash, dropOthers: ownChain }),
            (url) => new URL(url).pathname.slice(1),
          );
    if (seeded && network !== undefined) {
      const steps = options.historySteps ?? STEPS;
      const seeding = { access, deployment, rpcUrl, nowSeconds: Math.floor(Date.now() / 1000), seed: SEED, steps };
      await step(
        "demonstration market",
        () => seedMarket(seeding),
        ({ transactions, markets }) =>
          transactions === 0 ? "already there" : `${markets} markets, ${transactions} transactions`,
      );
    }

    const settings: ServiceSettings = { rpcUrl, databaseUrl, chainId, deploymentsDir, ports };
    if (wants("indexer")) await step(`indexer on port ${ports.indexer}`, () => start(indexerService(settings)));
    if (wants("keeper")) await step("keeper", () => start(keeperService(settings)));
    if (wants("api")) await step(`API on port ${ports.api}`, () => start(apiService(settings)));
    if (wants("app")) {
      await step(
        "page, build",
        () => appBuilt,
        (how) => (how === "built" ? "built" : "built already"),
      );
      await step(`page on port ${ports.app}`, () => start(appService(settings)));
    }
    if (wants("flow") && network !== undefined) await step("order flow", () => start(orderFlowService(settings, SEED)));
    signal?.throwIfAborted();
    signal?.removeEventListener("abort", onAbort); // from here on whoever has the stack ends it
    buildLog.close();

    const at = serviceUrls(settings);
    return {
      urls: { chain: rpcUrl, database: databaseUrl, ...at, apiDocs: `${at.api}/api/docs` },
      deployment,
      pidOf: (name) => running.get(name)?.pid,
      lost,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portClaims(options: StackOptions, wants: (name: ServiceName) => boolean): Record<PortName, PortClaim> {
  const needed: Record<PortName, boolean> = {
    chain: options.rpcUrl === undefined,
    postgres: options.databaseUrl === undefined,
    indexer: wants("indexer"),
    keeper: wants("keeper"),
    api: wants("api"),
    app: wants("app"),
  };
  const claim = (name: PortName): PortClaim => ({
    service: name,
    port: needed[name] ? (options.ports?.[name] ?? 0) : 0,
    variable: PORT_VARIABLES[name],
  });
  return Object.fromEntries((Object.keys(needed) as PortName[]).map((name) => [name, claim(name)])) as Record<
    PortName,
    PortClaim
  >;
}

/** The local chain begins in the past; without a past to fill it goes to the present at once. */
async function moveToPresent(rpcUrl: string): Promise<void> {
  await rpcCall(rpcUrl, "evm_setNextBlockTimestamp", [Math.floor(Date.now() / 1000)]);
  await rpcCall(rpcUrl, "evm_mine");
}

/** The usual place of `npm start`. */
export const DEFAULT_DATA_DIR = join(PROJECT_ROOT, ".data");
